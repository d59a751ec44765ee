// What can go wrong, sorted by whose turn it is to act. The library throws these and never prints or
// exits; the command line turns each class into one exit code.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

namespace domainplan {

// Base of every error this library throws on purpose.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The caller asked for something that makes no sense: a bad option value, an output folder in use. Exit 2.
class UsageError : public Error {
 public:
  using Error::Error;
};

// One thing wrong in an input file. `line` is the physical line, from 1, on which the row starts (0: the
// file as a whole); `column` is the column's name (empty: the row as a whole).
struct Diagnostic {
  std::string file;
  std::size_t line = 0;
  std::string column;
  std::string message;  // what is wrong, and what would be right

  // `file:line: column: message`, without the parts that are unknown. Control characters are escaped.
  std::string text() const;
};

// The input is bad; everything that is wrong with it, in file and line order. Exit 2.
class InputError : public Error {
 public:
  explicit InputError(std::vector<Diagnostic> found);
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  std::vector<Diagnostic> diagnostics_;
};

// The run cannot go on: the network, the API or the disk failed. Exit 1.
class RunError : public Error {
 public:
  using Error::Error;
};

// The API refused the key (401 or 403). Exit 4.
class KeyRefused : public Error {
 public:
  using Error::Error;
};

// A person or the system asked the run to end. Exit 130.
class Interrupted : public Error {
 public:
  using Error::Error;
};

}  // namespace domainplan
