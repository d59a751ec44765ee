// The process: its streams, signals and environment.
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <ext/stdio_filebuf.h>
#include <iostream>

#include "cli/command.hpp"
#include "cli/interrupt.hpp"
#include "cli/run.hpp"

namespace {

// Where a standard stream was closed, the next file opened would get its number, and what is printed there.
// Each gets /dev/null for the other direction, so that reading what was not given, and printing a result that
// has nowhere to go, is an error.
void fill_standard_streams() {
  int descriptor = 0;
  do descriptor = ::open("/dev/null", ::fcntl(STDIN_FILENO, F_GETFD) < 0 ? O_WRONLY : O_RDONLY);
  while (descriptor >= 0 && descriptor <= STDERR_FILENO);
  if (descriptor >= 0) ::close(descriptor);
}

}  // namespace

int main(int count, char** words) {
  using namespace domainplan;
  fill_standard_streams();
  std::ios::sync_with_stdio(false);
  // Rows come by the hundred thousand. The buffer of std::cout, which is open already, would stay at 8 KB.
  __gnu_cxx::stdio_filebuf<char> output(STDOUT_FILENO, std::ios::out, 256 * 1024);
  std::streambuf* const before = std::cout.rdbuf(&output);
  std::cout.exceptions(std::ios::badbit);  // a failed write ends the command
  // Messages flush the results first, so that a terminal shows both in order. Elsewhere they must not: a
  // message on the way out of an error would meet the failed write again.
  if (::isatty(STDOUT_FILENO) != 1) std::cerr.tie(nullptr);
  std::stop_source stop = cli::stop_on_signals();
  cli::Process process{.in = std::cin,
                       .out = std::cout,
                       .err = std::cerr,
                       .out_is_terminal = ::isatty(STDOUT_FILENO) == 1,
                       .err_is_terminal = ::isatty(STDERR_FILENO) == 1,
                       .environment = [](const std::string& name) -> std::optional<std::string> {
                         const char* const value = std::getenv(name.c_str());
                         return value ? std::optional<std::string>(value) : std::nullopt;
                       },
                       .stop = stop.get_token(),
                       .watch_reader =
                           [&stop](cli::ReaderGone what) {
                             if (what == cli::ReaderGone::stop)
                               cli::when_reader_is_gone([stop]() mutable { stop.request_stop(); });
                             if (what == cli::ReaderGone::end) cli::when_reader_is_gone(cli::end_by_sigpipe);
                           },
                       .in_descriptor = STDIN_FILENO};
  const int code = cli::run({words + 1, words + count}, process);
  std::cout.rdbuf(before);  // which is used beyond our end
  return code;
}
