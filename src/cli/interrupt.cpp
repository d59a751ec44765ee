#include "cli/interrupt.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <thread>
#include <utility>

#include "cli/command.hpp"

namespace domainplan::cli {
namespace {

bool can_lose_reader() {
  struct stat status {};
  return fstat(STDOUT_FILENO, &status) == 0 && (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode));
}

}  // namespace

std::stop_source stop_on_signals() {
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);  // a limit on file sizes shows as a failed write, like a full disk
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  std::stop_source source;
  std::thread([signals, source]() mutable {
    int signal_number = 0;
    sigwait(&signals, &signal_number);
    source.request_stop();
    sigwait(&signals, &signal_number);
    _exit(kInterrupted);
  }).detach();
  return source;
}

bool reader_is_gone() {
  pollfd out{STDOUT_FILENO, 0, 0};
  return can_lose_reader() && poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

void when_reader_is_gone(std::function<void()> then) {
  if (!can_lose_reader()) return;
  std::thread([then = std::move(then)] {
    pollfd out{STDOUT_FILENO, 0, 0};
    while (poll(&out, 1, -1) != 1)
      if (errno != EINTR) return;
    if ((out.revents & POLLERR) != 0) then();
  }).detach();
}

void end_by_sigpipe() {
  signal(SIGPIPE, SIG_DFL);
  raise(SIGPIPE);
  _exit(128 + SIGPIPE);  // where the signal is blocked
}

}  // namespace domainplan::cli
