// The errors that the library throws, by who has to act. The library throws these and never prints or exits;
// the command line turns each code into an exit code, and each remedy into a flag.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domainplan/diagnostic.hpp"

namespace domainplan {

// What kind of error it is; the command line derives the exit code and the "code" of its JSON from it.
enum class ErrorCode : std::uint8_t {
  usage,        // the caller passed something unusable
  bad_input,    // an input file is wrong
  key_refused,  // the API refused the key (401 or 403)
  network,      // the API could not be reached, or its answers stopped
  api,          // the API answered with an error, or with something that is not its contract
  disk,         // a file could not be read or written
  locked,       // another process is using the same folder or account
  interrupted,
  internal
};
std::string_view name_of(ErrorCode code);

// The option that gets the caller past an error, where there is one. The library names the choice; the
// command line turns it into a flag, with the subject of the error where the flag takes a customer.
enum class Remedy : std::uint8_t {
  none,
  force,
  resume,
  make_plan,
  update,
  update_customer,  // update the plan, planning this customer again
  replan,
  skip_bad_rows,
  live,
  allow_duplicate,
  allow_same_name,  // of a bundle that exists already
  confirm_not_placed,
  accept_edited,
  accept_receipt,
  choose_another_folder,
  choose_state_folder,  // for the locks of accounts
  trust_certificate,    // name the certificate authority that signed the server's certificate
  use_another_key
};
// The enumerator's name ("skip_bad_rows").
std::string_view name_of(Remedy remedy);

// The call to the API that an error is about. What is not known is empty, or 0. Redacted, and not escaped.
struct ApiCall {
  std::string method = {};      // GET, POST or PATCH
  std::string path = {};        // below the API's URL, with its query
  std::string host = {};        // of the API's URL, with a port that is not the scheme's own; if it was tried
  long status = 0;              // of the answer; 0: there was none
  std::string code = {};        // of the API's error object
  std::string request_id = {};  // the answer's Peeker-Request-Id
};

// What an error is about, as it was read.
struct Subject {
  // The path of a file or folder, a customer, a domain, an id, a path or place of the API, an option of the
  // library by its name. Empty where the error has no such thing.
  std::string name = {};
  // What would be right instead, where that can be said of one value: "0 to 100".
  std::string expected = {};
};

// Base of every error this library throws on purpose. Its message is for people, and redacted; what was read
// is quoted in it. escaped() it before it is printed to a terminal.
class Error : public std::runtime_error {
 public:
  explicit Error(ErrorCode code, const std::string& message, Remedy remedy = Remedy::none)
      : Error(code, message, Subject(), remedy) {}
  Error(ErrorCode code, const std::string& message, std::string subject, Remedy remedy = Remedy::none)
      : Error(code, message, Subject{std::move(subject)}, remedy) {}
  Error(ErrorCode code, const std::string& message, Subject subject, Remedy remedy = Remedy::none)
      : std::runtime_error(message),
        code_(code),
        subject_(std::make_shared<const Subject>(std::move(subject))),
        remedy_(remedy) {}
  // About a call to the API; without a `subject` that is the call's path.
  Error(ErrorCode code, const std::string& message, ApiCall call, Remedy remedy = Remedy::none,
        std::string subject = {})
      : Error(code, message, subject.empty() ? call.path : std::move(subject), remedy) {
    if (!call.method.empty()) call_ = std::make_shared<const ApiCall>(std::move(call));
  }
  ErrorCode code() const { return code_; }
  // What the error is about, as it was read: escape it before it is printed. For a secret it is the name of
  // what holds it ("api_key"), never the secret.
  const std::string& subject() const { return subject_->name; }
  // What would be right; empty where the message alone says it, or the remedy does.
  const std::string& expected() const { return subject_->expected; }
  Remedy remedy() const { return remedy_; }
  // The call to the API that failed; null where the error is about none.
  const ApiCall* call() const { return call_.get(); }

 private:
  ErrorCode code_;
  std::shared_ptr<const Subject> subject_;  // shared, as copies of an exception must not throw
  std::shared_ptr<const ApiCall> call_;
  Remedy remedy_;
};

// The caller passed something unusable: a bad option value, an output folder in use. Exit 2.
class UsageError : public Error {
 public:
  explicit UsageError(const std::string& message, Remedy remedy = Remedy::none)
      : Error(ErrorCode::usage, message, remedy) {}
  UsageError(const std::string& message, std::string subject, Remedy remedy = Remedy::none)
      : Error(ErrorCode::usage, message, std::move(subject), remedy) {}
  UsageError(const std::string& message, Subject subject)
      : Error(ErrorCode::usage, message, std::move(subject)) {}
};

// The input is bad; everything that is wrong with it, in file and line order. The subject is the file, where
// all of it is about one. Exit 2.
class InputError : public Error {
 public:
  explicit InputError(std::vector<Diagnostic> found, Remedy remedy = Remedy::none);
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  std::vector<Diagnostic> diagnostics_;
};

// The run cannot go on: the network, the API, the disk or a lock. Exit 1.
class RunError : public Error {
 public:
  RunError(ErrorCode code, const std::string& message, Remedy remedy = Remedy::none)
      : Error(code, message, remedy) {}
  RunError(ErrorCode code, const std::string& message, std::string subject, Remedy remedy = Remedy::none)
      : Error(code, message, std::move(subject), remedy) {}
  RunError(ErrorCode code, const std::string& message, ApiCall call, Remedy remedy = Remedy::none,
           std::string subject = {})
      : Error(code, message, std::move(call), remedy, std::move(subject)) {}
};

// The API refused the key (401 or 403). Exit 4.
class KeyRefused : public Error {
 public:
  explicit KeyRefused(const std::string& message, ApiCall call = {}, std::string subject = {})
      : Error(ErrorCode::key_refused, message, std::move(call), Remedy::use_another_key, std::move(subject)) {
  }
};

// A person or the system asked the run to end. Exit 130.
class Interrupted : public Error {
 public:
  explicit Interrupted(const std::string& message, Remedy remedy = Remedy::none)
      : Error(ErrorCode::interrupted, message, remedy) {}
};

}  // namespace domainplan
