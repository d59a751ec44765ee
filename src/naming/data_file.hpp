// Word lists that are installed beside the program, as their licence asks that they stay files of their own.
#pragma once

#include <string>
#include <string_view>

#include "naming/sorted_lines.hpp"

namespace domainplan {

// A file of share/domainplan, looked for beside the program (../share/domainplan, share/domainplan), then
// where the build or the installation put it. Without it the list is empty.
class DataFile {
 public:
  explicit DataFile(const std::string& name);
  // Its lines, indexed; they live as long as this.
  SortedLines lines() const { return SortedLines(text_); }
  bool has_line(std::string_view line) const { return domainplan::has_line(text_, line); }
  // Of its bytes; empty where there is no such file.
  std::string sha256() const;

 private:
  std::string text_;
};

}  // namespace domainplan
