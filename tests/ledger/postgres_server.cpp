#include "postgres_server.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>
#include <thread>

namespace {

// What a shell command prints. Throws where it fails.
std::string output_of(const std::string& command) {
  FILE* const pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (!pipe) throw std::runtime_error("no shell");
  std::string output;
  char buffer[512];
  while (const std::size_t count = ::fread(buffer, 1, sizeof buffer, pipe)) output.append(buffer, count);
  if (::pclose(pipe) != 0) throw std::runtime_error(command + " failed: " + output);
  return output;
}

}  // namespace

PostgresServer::PostgresServer() {
  for (const auto& version : std::filesystem::directory_iterator("/usr/lib/postgresql"))
    programs_ = version.path() / "bin/";
  // The server refuses to run as root.
  if (::geteuid() == 0) output_of("chown postgres " + folder_.path());
  output_of(command("initdb", "-D " + (folder_ / "data") + " --no-sync --auth=trust --username=ledger"));
  start();
}

PostgresServer::~PostgresServer() { stop(); }

std::string PostgresServer::command(const std::string& program, const std::string& arguments) const {
  const std::string as = ::geteuid() == 0 ? "setpriv --reuid=postgres --regid=postgres --clear-groups " : "";
  return fmt::format("cd / && exec {}{}{} {}", as, programs_, program, arguments);
}

// As a child of ours, so that it is gone when it was killed, whoever else would have to notice.
void PostgresServer::start() {
  const std::string line = command(
      "postgres",
      fmt::format("-D {0}/data -k {0} -c listen_addresses= -c fsync=off -c max_connections=60 >>{0}/log 2>&1",
                  folder_.path()));
  for (int tries = 0; tries < 600; ++tries) {
    if (server_ < 0 || ::waitpid(server_, nullptr, WNOHANG) != 0) {
      // After kill -9 the parts of the old server need a moment to notice, and the new one gives up.
      server_ = ::fork();
      if (server_ == 0) {
        ::setpgid(0, 0);
        ::execl("/bin/sh", "sh", "-c", line.c_str(), nullptr);
        ::_exit(127);
      }
    }
    try {
      psql("postgres", "select 1");
      return;
    } catch (const std::exception&) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  }
  throw std::runtime_error("PostgreSQL does not start: " + bytes_of(folder_ / "log"));
}

void PostgresServer::stop() { end_with(SIGQUIT); }
void PostgresServer::kill_server() { end_with(SIGKILL); }

void PostgresServer::end_with(int signal) {
  if (server_ < 0) return;
  ::kill(server_, signal);
  ::waitpid(server_, nullptr, 0);
  server_ = -1;
}

void PostgresServer::kill_a_backend() {
  try {
    const std::string pid = psql("postgres",
                                 "select pid from pg_stat_activity where application_name = 'domainplan' "
                                 "order by random() limit 1");
    if (!pid.empty() && pid.front() != '\n') ::kill(std::stoi(pid), SIGKILL);
  } catch (const std::exception&) {
    // It is starting over already.
  }
}

std::string PostgresServer::psql(const std::string& database, const std::string& sql) const {
  return output_of("psql -X -A -t -h " + folder_.path() + " -U ledger -d " + database + " -c \"" + sql +
                   "\"");
}

std::string PostgresServer::new_database() {
  const std::string name = fmt::format("t{}", ++databases_);
  psql("postgres", "create database " + name);
  return fmt::format("postgresql://ledger@/{}?host={}", name, folder_.path());
}

PostgresServer& postgres_server() {
  static PostgresServer server;
  return server;
}
