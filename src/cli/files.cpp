#include "cli/files.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <istream>
#include <iterator>
#include <system_error>

#include "core/text.hpp"
#include "domainplan/error.hpp"

namespace domainplan::cli {
namespace {

std::string all_of(std::istream& stream) {
  std::string bytes;
  char buffer[64 * 1024];
  while (stream.read(buffer, sizeof buffer), stream.gcount() > 0)
    bytes.append(buffer, static_cast<std::size_t>(stream.gcount()));
  return bytes;
}

}  // namespace

InputFile read_file(const std::string& path, Surroundings& around) {
  if (path == "-") return {"-", all_of(around.in)};
  errno = 0;
  std::ifstream stream(path, std::ios::binary);
  std::string bytes = all_of(stream);
  if (!stream.is_open() || stream.bad() || errno == EISDIR)
    throw UsageError(fmt::format("cannot read {}: {}", in_quotes(path, 300),
                                 std::generic_category().message(errno ? errno : EIO)));
  return {path, std::move(bytes)};
}

SecretSources secret_sources(Surroundings& around) {
  return {.environment = around.environment,
          .file = [](const std::string& path) -> std::optional<std::string> {
            std::ifstream stream(path, std::ios::binary);
            std::string line;
            if (!std::getline(stream, line)) return std::nullopt;
            if (line.ends_with('\r')) line.pop_back();
            return line;
          }};
}

}  // namespace domainplan::cli
