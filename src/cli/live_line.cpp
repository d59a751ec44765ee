#include "cli/live_line.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <string_view>

#include "cli/color.hpp"
#include "cli/wrap.hpp"

namespace domainplan::cli {
namespace {

constexpr std::string_view kErase = "\r\033[K", kEraseBelow = "\r\033[J";
constexpr std::size_t kUsualColumns = 80;

// The beginning of `text` that takes at most `width` columns, and all that changes colours, so that what
// follows is as it was.
std::string cut(std::string_view text, std::size_t width) {
  std::string line;
  std::size_t column = 0;
  while (!text.empty()) {
    std::size_t size = color_sequence(text), columns = 0;
    const bool is_color = size > 0;
    if (!is_color) size = first_character(text, columns);
    column += columns;
    if (is_color || column <= width) line += text.substr(0, size);
    text.remove_prefix(size);
  }
  return line;
}

}  // namespace

ScreenSize screen_of_stdout() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {};
  return {size.ws_col, size.ws_row};
}

std::size_t columns_of_stderr() {
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kUsualColumns;
  return size.ws_col;
}

std::string fitted(const std::vector<std::string>& parts, std::size_t width) {
  std::string line;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    std::string longer = line;
    if (!line.empty()) longer += ", ";
    longer += part;
    if (columns_of(longer) <= width)
      line = std::move(longer);
    else if (line.empty())
      line = cut(part, width);
    else
      break;
  }
  return line;
}

LiveLine::LiveLine(std::ostream& stream, bool live, std::function<std::size_t()> columns)
    : stream_(stream), behind_(stream.rdbuf()), live_(live), columns_(std::move(columns)) {
  if (live_) stream_.rdbuf(this);
}

LiveLine::~LiveLine() {
  clear();
  if (live_) stream_.rdbuf(behind_);
}

void LiveLine::show(const std::vector<std::string>& parts) {
  if (!live_) return;
  const std::lock_guard lock(mutex_);
  if (!at_line_start_) return;  // something else has begun a line and will end it
  const std::size_t columns = columns_();
  std::string line = fitted(parts, columns > 1 ? columns - 1 : 0);
  if (line == shown_) return;
  if (shown_.empty())
    put(kErase);
  else
    erase();
  put(line);
  // The cursor waits at the beginning: a terminal that breaks the line where it is made narrower keeps the
  // cursor on the first of its rows, and all of them are below it.
  put("\r");
  behind_->pubsync();
  shown_ = std::move(line);
}

void LiveLine::clear() {
  const std::lock_guard lock(mutex_);
  erase();
  behind_->pubsync();
}

void LiveLine::line_ended() {
  const std::lock_guard lock(mutex_);
  at_line_start_ = true;
}

void LiveLine::erase() {
  if (shown_.empty()) return;
  put(columns_of(shown_) <= columns_() ? kErase : kEraseBelow);
  shown_.clear();
}

void LiveLine::put(std::string_view text) {
  behind_->sputn(text.data(), static_cast<std::streamsize>(text.size()));
}

LiveLine::int_type LiveLine::overflow(int_type character) {
  if (traits_type::eq_int_type(character, traits_type::eof())) return traits_type::not_eof(character);
  const char one = traits_type::to_char_type(character);
  return xsputn(&one, 1) == 1 ? character : traits_type::eof();
}

std::streamsize LiveLine::xsputn(const char* text, std::streamsize count) {
  if (count <= 0) return 0;
  const std::lock_guard lock(mutex_);
  erase();
  at_line_start_ = text[count - 1] == '\n';
  return behind_->sputn(text, count);
}

int LiveLine::sync() {
  const std::lock_guard lock(mutex_);
  return behind_->pubsync();
}

}  // namespace domainplan::cli
