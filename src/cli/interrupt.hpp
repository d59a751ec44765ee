// What ends a command early: SIGINT and SIGTERM as a stop token, and the reader of stdout that goes away.
#pragma once

#include <functional>
#include <stop_token>

namespace domainplan::cli {

// Blocks both signals in this thread and all that it starts from now on, and asks for a stop when one comes;
// a second one ends the process at once with exit code 130. SIGPIPE and SIGXFSZ are ignored: a closed
// pipe and a limit on file sizes show as failed writes. Call once, before any other thread is started.
std::stop_source stop_on_signals();

// Whether stdout is a pipe or a socket that nobody can read any more.
bool reader_is_gone();

// Calls `then` on a thread of its own once reader_is_gone(); it is noticed without a write. Nothing happens
// where stdout is anything else, such as a file or a terminal.
void when_reader_is_gone(std::function<void()> then);

// Ends the process like one that minds SIGPIPE.
[[noreturn]] void end_by_sigpipe();

}  // namespace domainplan::cli
