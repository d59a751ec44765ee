// One line at the bottom of standard error that is rewritten in place.
#pragma once

#include <functional>
#include <mutex>
#include <ostream>
#include <streambuf>
#include <string>
#include <vector>

namespace domainplan::cli {

// While it lives, everything that is printed to the stream goes through it: the line is cleared before, so
// that nothing is printed into it or after it. It never reaches the last column, so it never wraps; where a
// terminal that is made narrower breaks it, all its rows are cleared. From any thread; only one for each
// stream at a time.
class LiveLine : private std::streambuf {
 public:
  // `columns`: the width of the terminal now; asked for each time the line is shown. Where `live` is false
  // nothing is ever shown.
  LiveLine(std::ostream& stream, bool live, std::function<std::size_t()> columns);
  ~LiveLine() override;  // clears the line
  LiveLine(const LiveLine&) = delete;
  LiveLine& operator=(const LiveLine&) = delete;

  // Shows the first of `parts`, cut where it does not fit, and as many others as do, with commas between.
  void show(const std::vector<std::string>& parts);
  void clear();
  // A person has ended the line that was begun, by answering a question.
  void line_ended();

 private:
  int_type overflow(int_type character) override;
  std::streamsize xsputn(const char* text, std::streamsize count) override;
  int sync() override;
  void erase();
  void put(std::string_view text);

  std::ostream& stream_;
  std::streambuf* const behind_;
  const bool live_;
  const std::function<std::size_t()> columns_;
  std::mutex mutex_;
  std::string shown_;          // what stands there; empty: nothing
  bool at_line_start_ = true;  // of what was printed
};

// The terminal that standard output is, now; 80 by 24 where that is not known.
struct ScreenSize {
  std::size_t columns = 80, rows = 24;
};
ScreenSize screen_of_stdout();

// The width of the terminal that standard error is, now; 80 where that is not known.
std::size_t columns_of_stderr();

// `parts` as a line of at most `width` columns.
std::string fitted(const std::vector<std::string>& parts, std::size_t width);

}  // namespace domainplan::cli
