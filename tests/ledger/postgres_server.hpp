// A PostgreSQL server of the tests' own, in a scratch folder, on a socket there; gone when it ends.
#pragma once

#include <string>

#include "scratch_folder.hpp"

class PostgresServer {
 public:
  // Throws where Debian's postgresql is not installed, or does not start.
  PostgresServer();
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // The URL of a new, empty database.
  std::string new_database();

  // kill -9 of the server process, or of one that serves a connection, which makes the server start over.
  void kill_server();
  void kill_a_backend();
  void start();

 private:
  void stop();
  void end_with(int signal);
  std::string command(const std::string& program, const std::string& arguments) const;
  std::string psql(const std::string& database, const std::string& sql) const;

  ScratchFolder folder_;
  std::string programs_;
  int databases_ = 0;
  int server_ = -1;  // the process; -1: none
};

// The one that all cases of this test program share.
PostgresServer& postgres_server();
