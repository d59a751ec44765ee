// SIGINT and SIGTERM as a stop token.
#pragma once

#include <stop_token>

namespace domainplan::cli {

// Blocks both signals in this thread and all that it starts from now on, and asks for a stop when one comes;
// a second one ends the process at once with exit code 130. SIGPIPE and SIGXFSZ are ignored: a closed
// pipe and a limit on file sizes show as failed writes. Call once, before any other thread is started.
std::stop_token stop_on_signals();

}  // namespace domainplan::cli
