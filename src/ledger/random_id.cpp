#include "ledger/random_id.hpp"

#include <fmt/format.h>

#include <random>

namespace domainplan::ledger {

std::string random_id() {
  std::random_device device;
  std::string id;
  for (int part = 0; part < 4; ++part) id += fmt::format("{:08x}", static_cast<std::uint32_t>(device()));
  return id;
}

}  // namespace domainplan::ledger
