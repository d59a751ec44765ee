#include "cli/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <istream>
#include <span>
#include <stop_token>
#include <system_error>
#include <utility>
#include <vector>

#include "domainplan/error.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestFile = std::size_t{1} << 30;
constexpr std::size_t kLargestSecret = 64 * 1024;

// Reads until nothing is left. `size`: how much that will be, where it is known. `read` gives how many bytes
// it put into the buffer.
std::string all_of(const std::string& name, std::uintmax_t size,
                   const std::function<std::size_t(std::span<char>)>& read) {
  std::string bytes;
  bytes.reserve(static_cast<std::size_t>(std::min<std::uintmax_t>(size, kLargestFile)));
  std::vector<char> buffer(256 * 1024);
  while (const std::size_t count = read(buffer)) {
    bytes.append(buffer.data(), count);
    if (bytes.size() > kLargestFile)
      throw UsageError(fmt::format("{} is larger than 1 GiB: split it", in_quotes(name, 300)),
                       Subject{std::string(name), "1 GiB at most"});
  }
  return bytes;
}

// All of an open file or pipe; unset where it cannot be read, and errno says why. A pipe may never have
// anything to read: on a stop this throws Interrupted.
std::optional<std::string> all_of(const std::string& name, int descriptor, const std::stop_token& stop) {
  constexpr int kLookForStop = 100;  // milliseconds
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) return std::nullopt;
  bool failed = false;
  std::string bytes = all_of(name, S_ISREG(status.st_mode) ? static_cast<std::uintmax_t>(status.st_size) : 0,
                             [&](std::span<char> buffer) -> std::size_t {
                               for (;;) {
                                 pollfd waiting{descriptor, POLLIN, 0};
                                 const int ready = ::poll(&waiting, 1, kLookForStop);
                                 if (stop.stop_requested()) throw Interrupted("interrupted");
                                 if (ready == 0) continue;
                                 const ssize_t count =
                                     ready > 0 ? ::read(descriptor, buffer.data(), buffer.size()) : -1;
                                 if (count >= 0) return static_cast<std::size_t>(count);
                                 if (errno == EINTR || errno == EAGAIN) continue;
                                 failed = true;
                                 return 0;
                               }
                             });
  return failed ? std::nullopt : std::optional(std::move(bytes));
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
      throw UsageError(fmt::format("--secrets-dir: {} is not a folder", in_quotes(*secrets_folder, 300)),
                       Subject{"--secrets-dir", "a folder"});
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
  if (path == "-") {
    if (std::exchange(process.in_is_read, true))
      throw UsageError("standard input is given twice ('-'), and can be read once: use a file for the other");
    std::optional<std::string> bytes;
    if (process.in_descriptor >= 0)
      bytes = all_of("standard input", process.in_descriptor, process.stop);
    else
      bytes = all_of("standard input", 0, [&](std::span<char> buffer) {
        process.in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        return static_cast<std::size_t>(process.in.gcount());
      });
    if (!bytes)
      throw RunError(ErrorCode::disk, fmt::format("cannot read standard input: {}", reason(errno)), "-");
    return {"-", *std::move(bytes)};
  }
  // Opening a pipe would wait for its writer.
  const struct Opened {
    int descriptor;
    ~Opened() {
      if (descriptor >= 0) ::close(descriptor);
    }
  } opened{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  std::optional<std::string> bytes;
  if (opened.descriptor >= 0) bytes = all_of(path, opened.descriptor, process.stop);
  if (!bytes)
    throw UsageError(fmt::format("cannot read {}: {}", in_quotes(path, 300), reason(errno)),
                     Subject{path, "a file that can be read"});
  return {path, *std::move(bytes)};
}

std::string read_settings_file(const std::string& option, const std::string& path, Process& process) {
  const InputFile file = read_file(path, process);
  if (is_utf16(file.bytes))
    throw UsageError(fmt::format("{}: {} is UTF-16: save it as UTF-8", option, in_quotes(path, 300)),
                     Subject{path, "UTF-8"});
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
