#include "cli/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <istream>
#include <iterator>
#include <stop_token>
#include <system_error>
#include <utility>

#include "domainplan/error.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestFile = std::size_t{1} << 30;
constexpr std::size_t kLargestSecret = 64 * 1024;

std::string all_of(std::istream& stream, const std::string& name) {
  std::string bytes;
  // What says how long it is need not be copied as it grows.
  if (const auto here = stream.tellg(); here >= 0) {
    stream.seekg(0, std::ios::end);
    const auto size = stream.tellg() - here;
    stream.seekg(here);
    if (stream && size > 0 && size <= static_cast<std::streamoff>(kLargestFile))
      bytes.reserve(static_cast<std::size_t>(size));
  }
  stream.clear();
  char buffer[64 * 1024];
  while (stream.read(buffer, sizeof buffer), stream.gcount() > 0) {
    bytes.append(buffer, static_cast<std::size_t>(stream.gcount()));
    if (bytes.size() > kLargestFile)
      throw UsageError(fmt::format("{} is larger than 1 GiB: split it", in_quotes(name, 300)));
  }
  return bytes;
}

std::string reason(int error) { return std::generic_category().message(error ? error : EIO); }

// Whether `path` is in the folder or below it; both are canonical.
bool is_below(const fs::path& path, const fs::path& folder) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

// The folders that may hold secrets, canonical.
std::vector<fs::path> secret_folders(const std::string& customers_path,
                                     const std::optional<std::string>& secrets_folder) {
  std::error_code failed;
  const fs::path folder = customers_path == "-" ? fs::path() : fs::path(customers_path).parent_path();
  std::vector<fs::path> folders = {fs::canonical(folder.empty() ? "." : folder, failed)};
  if (failed) folders.clear();
  if (secrets_folder) {
    fs::path secrets = fs::canonical(*secrets_folder, failed);
    if (failed || !fs::is_directory(secrets, failed))
      throw UsageError(fmt::format("--secrets-dir: {} is not a folder", in_quotes(*secrets_folder, 300)));
    folders.push_back(std::move(secrets));
  }
  return folders;
}

SecretFile read_secret(const std::vector<fs::path>& folders, const std::string& path) {
  std::vector<fs::path> places = {path};
  if (fs::path(path).is_relative()) {
    places.clear();
    for (const fs::path& folder : folders) places.push_back(folder / path);
    places.emplace_back(path);
  }
  const auto is_allowed = [&](const fs::path& place) {
    return std::any_of(folders.begin(), folders.end(),
                       [&](const fs::path& folder) { return is_below(place, folder); });
  };
  bool outside = false, missing = false;
  for (const fs::path& place : places) {
    std::error_code failed;
    const fs::path found = fs::canonical(place, failed);
    if (failed) {
      std::error_code ignored;  // whether it is there is nobody's business outside
      (is_allowed(fs::weakly_canonical(place, ignored)) ? missing : outside) = true;
      continue;
    }
    if (!is_allowed(found)) return {.bytes = std::nullopt, .outside = true};
    if (!fs::is_regular_file(found, failed)) return {};
    std::ifstream stream(found, std::ios::binary);
    std::string bytes(kLargestSecret, '\0');
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!stream.is_open() || stream.bad()) return {};
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    return {.bytes = std::move(bytes), .outside = false};
  }
  return {.bytes = std::nullopt, .outside = outside && !missing};
}

}  // namespace

InputFile read_file(const std::string& path, Process& process) {
  // A pipe may never say anything.
  const std::stop_callback on_signal(process.stop, [&process] {
    if (process.end_interrupted) process.end_interrupted();
  });
  if (path == "-") {
    if (std::exchange(process.in_is_read, true))
      throw UsageError("standard input is given twice ('-'), and can be read once: use a file for the other");
    errno = 0;
    InputFile file{"-", all_of(process.in, "standard input")};
    if (process.in.bad())
      throw RunError(ErrorCode::disk, fmt::format("cannot read standard input: {}", reason(errno)), "-");
    return file;
  }
  errno = 0;
  std::ifstream stream(path, std::ios::binary);
  std::string bytes = all_of(stream, path);
  if (!stream.is_open() || stream.bad() || errno == EISDIR)
    throw UsageError(fmt::format("cannot read {}: {}", in_quotes(path, 300), reason(errno)));
  return {path, std::move(bytes)};
}

std::string read_settings_file(const std::string& option, const std::string& path, Process& process) {
  const InputFile file = read_file(path, process);
  if (is_utf16(file.bytes))
    throw UsageError(fmt::format("{}: {} is UTF-16: save it as UTF-8", option, in_quotes(path, 300)));
  return std::string(without_byte_order_mark(file.bytes));
}

SecretSources secret_sources(Process& process, const std::string& customers_path,
                             const std::optional<std::string>& secrets_folder) {
  return {.environment = process.environment,
          .file = [folders = secret_folders(customers_path, secrets_folder)](const std::string& path) {
            return read_secret(folders, path);
          }};
}

}  // namespace domainplan::cli
