#include "core/thrown.hpp"

#include <exception>

#include "core/text.hpp"

namespace domainplan {

std::string thrown_message() noexcept {
  try {
    try {
      throw;
    } catch (const std::exception& error) {
      return as_utf8(error.what());
    }
  } catch (...) {  // no std::exception, or no memory for its message
    return "unknown exception";
  }
}

}  // namespace domainplan
