#include "domainplan/damaged_file.hpp"

#include <fmt/format.h>

#include <utility>

namespace domainplan {

DamagedFile::DamagedFile(Diagnostic found, std::string_view then)
    : RunError(ErrorCode::disk, fmt::format("{}; {}", found.text(), then), found.file),
      found_(std::move(found)) {}

}  // namespace domainplan
