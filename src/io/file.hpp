// The file operations that promises rest on. Every error is a RunError with ErrorCode::disk that names the
// file. These are for files of our own: a symbolic link, a pipe or a device in the place of one is refused.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace domainplan {

// An open file or folder, closed with the object.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept;
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();
  int number() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }
  int release();

 private:
  int number_ = -1;
};

// Opens a regular file; `flags` as open(2) takes them, new files get mode 0600. Throws RunError where it
// cannot be opened or is something else than a regular file.
Descriptor open_file(const std::string& path, int flags);

// A new file, written from start to end, with mode 0600.
class OutputFile {
 public:
  // Throws RunError where it cannot be made, or exists.
  explicit OutputFile(std::string path);
  // Adds bytes; they are in the system's hands when it returns. Throws RunError.
  void write(std::string_view bytes);
  // Returns once everything written would survive a power loss. Throws RunError.
  void sync();
  // Closes, with the errors that only closing reports. Throws RunError.
  void close();
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  Descriptor file_;
};

// Writes all bytes to an open file, and syncs its data. `path` is for the error. Throw RunError.
void write_all(const Descriptor& file, std::string_view bytes, const std::string& path);
void sync_data(const Descriptor& file, const std::string& path);

// The bytes of a file. Throws RunError where it cannot be read to its end.
std::string bytes_of_file(const std::string& path);
// The same; nothing where there is no such file.
std::optional<std::string> bytes_if_there(const std::string& path);

// Throws RunError where `path` is a symbolic link.
void refuse_link(const std::string& path);

// Puts a file with these bytes in the place of `path`, which is no symbolic link: whatever happens, the old
// file or the new one is there, whole, and once this returns the new one survives a power loss. Throws
// RunError.
void replace_file(const std::string& path, std::string_view bytes);
// The name a file has until replace_file() puts it in place.
std::string draft_of(const std::string& path);

// Whether there is anything of this name, a dangling symbolic link too. Throws RunError where that cannot be
// found out.
bool exists(const std::string& path);
// Whether `path` is a folder, or a symbolic link to one.
bool is_folder(const std::string& path);
// The names in a folder, sorted. Throws RunError.
std::vector<std::string> entries_of(const std::string& folder);

// Renames within a file system, over what may be there. Throws RunError.
void rename_file(const std::string& from, const std::string& to);
// Whether files cannot be renamed from one folder to the other, as they are different mounts (EXDEV), also of
// one file system. Changes nothing.
bool is_other_mount(const std::string& from, const std::string& to);
// Removes a file; it is not an error if there is none. Throws RunError.
void remove_file(const std::string& path);
// The same for a file of ours: a symbolic link in its place is an error.
void remove_own_file(const std::string& path);
// Removes a file or a folder with all that is in it; symbolic links are not followed. Throws RunError.
void remove_tree(const std::string& path);

// Makes a folder with mode 0700. Throws RunError; where it may exist already, only if something else than a
// folder of that name does.
void make_folder(const std::string& path);
void make_folder_if_absent(const std::string& path);
// Makes the folders above `path` that are absent, and returns them, outermost first. Throws RunError, and
// then leaves none of them.
std::vector<std::string> make_parents(const std::string& path);

// Returns once the names in the folder would survive a power loss. Throws RunError.
void sync_folder(const std::string& path);

// Returns once everything written to the file system that holds `path` would survive a power loss: one call
// for a hundred thousand small files. Throws RunError.
void sync_file_system(const std::string& path);

// The system's words for errno, as a RunError's text: "cannot DO 'path': reason".
[[noreturn]] void throw_disk_error(std::string_view what, const std::string& path);

}  // namespace domainplan
