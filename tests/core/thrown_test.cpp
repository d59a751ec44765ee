#include "core/thrown.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using namespace domainplan;

TEST_CASE("what was thrown has a message, whatever it is") {
  const auto message_of = [](auto thrown) {
    try {
      throw thrown;
    } catch (...) {
      return thrown_message();
    }
  };
  CHECK(message_of(std::runtime_error("no disk")) == "no disk");
  CHECK(message_of(std::runtime_error("\x1b[2J")) == "\x1b[2J");
  CHECK(message_of(7) == "unknown exception");
}
