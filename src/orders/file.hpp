// The few file operations that promises rest on, with the file's name in every error.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace domainplan {

// A file that is written from start to end, or appended to. Files are made with mode 0600.
class OutputFile {
 public:
  enum class Mode { create, append };  // create: the file must not exist yet
  // Throws RunError where it cannot be opened.
  OutputFile(std::string path, Mode mode);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  // Adds bytes; they are in the system's hands when it returns. Throws RunError.
  void write(std::string_view bytes);
  // Returns once everything written would survive a power loss. Throws RunError.
  void sync();
  // Takes the file's lock (flock) until it is closed; false where another process holds it. Throws RunError.
  bool lock();
  // Closes, with the errors that only closing tells. Throws RunError.
  void close();
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  int descriptor_ = -1;
};

// The bytes of a file. Throws RunError where it cannot be read to its end.
std::string bytes_of_file(const std::string& path);
// The same; nothing where there is no such file.
std::optional<std::string> bytes_if_there(const std::string& path);

// What a file is called until it takes the place of another.
inline constexpr const char* kNew = ".new";
// Writes what shall become `path` under that name; it would survive a power loss. Throws RunError, or
// std::filesystem::filesystem_error where an old draft cannot be removed.
void write_beside(const std::string& path, std::string_view bytes);
// The same, and puts it in the place of `path`.
void replace_file(const std::string& path, std::string_view bytes);

// Makes a folder with mode 0700. Throws RunError.
void make_folder(const std::string& path);

// Returns once the names in the folder would survive a power loss. Throws RunError.
void sync_folder(const std::string& path);

// Returns once everything written to the file system that holds `path` would survive a power loss: one call
// for a hundred thousand small files. Throws RunError.
void sync_file_system(const std::string& path);

// Whether another process holds the lock of an existing file. False where there is no such file.
bool is_locked(const std::string& path);

// The system's words for errno, as a RunError's text: "cannot DO 'path': reason".
[[noreturn]] void throw_system_error(std::string_view what, const std::string& path);

}  // namespace domainplan
