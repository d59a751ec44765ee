#include "cli/interrupt.hpp"

#include <signal.h>
#include <unistd.h>

#include <thread>

#include "cli/command.hpp"

namespace domainplan::cli {

std::stop_token stop_on_signals() {
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
  return source.get_token();
}

}  // namespace domainplan::cli
