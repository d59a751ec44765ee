#include "cli/error_output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string_view>

#include "cli/command.hpp"
#include "cli/diagnostics.hpp"
#include "cli/settings.hpp"
#include "domainplan/api_key.hpp"
#include "domainplan/damaged_file.hpp"
#include "domainplan/json_text.hpp"
#include "domainplan/pinned_plan.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

using Json = nlohmann::ordered_json;

ErrorCode code_of(const std::exception& error) {
  const auto* ours = dynamic_cast<const Error*>(&error);
  return ours ? ours->code() : ErrorCode::internal;
}

int exit_code(ErrorCode code) {
  switch (code) {
    case ErrorCode::usage:
    case ErrorCode::bad_input:
      return kBadInput;
    case ErrorCode::key_refused:
      return kRefused;
    case ErrorCode::interrupted:
      return kInterrupted;
    case ErrorCode::network:
    case ErrorCode::api:
    case ErrorCode::disk:
    case ErrorCode::locked:
    case ErrorCode::internal:
      break;
  }
  return kFailed;
}

// "--tld-share was 25 and is 30".
std::string difference_text(const PlanDifference& one) {
  const auto shown = [](const std::string& json) { return json.empty() ? "not given" : json; };
  std::string name = one.name;
  if (one.kind == PlanDifference::Kind::option || one.kind == PlanDifference::Kind::input ||
      one.name == "api_url") {
    std::replace(name.begin(), name.end(), '_', '-');
    if (name.ends_with("-sha256")) name.resize(name.size() - 7);
    name.insert(0, "--");
  }
  const bool is_digest = one.kind == PlanDifference::Kind::input || one.name.ends_with("_sha256");
  if (is_digest) return fmt::format("{} has other content", name);
  if (one.kind == PlanDifference::Kind::data) name = fmt::format("the version of the data '{}'", name);
  return fmt::format("{} was {} and is {}", name, shown(one.before), shown(one.now));
}

// Of an error about a call that had no answer, whose it should have been.
std::string host_note(const Error* ours) {
  const ApiCall* const call = ours && ours->code() == ErrorCode::network ? ours->call() : nullptr;
  if (!call || call->status > 0 || call->host.empty()) return "";
  return fmt::format("no answer from {}: ", escaped(call->host));
}

std::string message_of(const std::exception& error, const std::string& command) {
  // Each of a SettingsError's lines was escaped when it was made.
  const bool is_escaped = dynamic_cast<const SettingsError*>(&error) != nullptr;
  std::string message = host_note(dynamic_cast<const Error*>(&error)) +
                        (is_escaped ? std::string(error.what()) : escaped(error.what()));
  if (const auto* differs = dynamic_cast<const PlanDiffers*>(&error))
    for (const PlanDifference& one : differs->differences())
      message += (&one == &differs->differences().front() ? ": " : ", ") + escaped(difference_text(one));
  const auto* ours = dynamic_cast<const Error*>(&error);
  return without_api_keys(message +
                          (ours ? advice(ours->remedy(), ours->subject(), command) : std::string()));
}

// Whether `command` takes --`option`; so does what is no command.
bool has_option(const std::string& command, const char* option) {
  const auto found = std::find_if(commands().begin(), commands().end(),
                                  [&](const Command& one) { return one.name == command; });
  return found == commands().end() || found->options.find_nothrow(option, false) != nullptr;
}

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(without_api_keys(text)); }

// A value of a file, which may be of any length, without its quotation marks.
std::string shown(const std::string& value) {
  constexpr std::size_t kMost = 300;
  const std::string quoted = escaped(in_quotes(value, kMost));
  return quoted.substr(1, quoted.size() - 2);
}

Json rows_of(const std::vector<Diagnostic>& diagnostics) {
  Json rows = Json::array();
  for (const Diagnostic& found : diagnostics)
    rows.push_back({{"file", without_api_keys(found.file)},
                    {"line", found.line > 0 ? Json(found.line) : Json()},
                    {"column", found.column.empty() ? Json() : Json(escaped(without_api_keys(found.column)))},
                    {"message", escaped(without_api_keys(found.message))},
                    {"expected", text_or_null(found.expected)},
                    {"code", std::string(name_of(found.code))},
                    {"value", found.value.empty() ? Json() : Json(shown(found.value))}});
  return rows;
}

Json request_of(const ApiCall& call) {
  return {{"method", call.method},           {"path", without_api_keys(call.path)},
          {"host", text_or_null(call.host)}, {"status", call.status > 0 ? Json(call.status) : Json()},
          {"code", text_or_null(call.code)}, {"request_id", text_or_null(call.request_id)}};
}

Json object_of(const std::exception& error, const std::string& command) {
  const auto* const input = dynamic_cast<const InputError*>(&error);
  const auto* const settings = dynamic_cast<const SettingsError*>(&error);
  const auto* const damaged = dynamic_cast<const DamagedFile*>(&error);
  Json object = {{"code", std::string(name_of(code_of(error)))},
                 {"message", message_of(error, command)},
                 {"rows", input      ? rows_of(input->diagnostics())
                          : settings ? rows_of(settings->rows())
                          : damaged  ? rows_of({damaged->found()})
                                     : Json::array()},
                 {"subject", nullptr},
                 {"remedy", nullptr},
                 {"request", nullptr},
                 {"expected", nullptr}};
  const auto* const ours = dynamic_cast<const Error*>(&error);
  if (!ours) return object;
  object["subject"] = text_or_null(ours->subject());
  if (ours->remedy() != Remedy::none) object["remedy"] = std::string(name_of(ours->remedy()));
  if (ours->call()) object["request"] = request_of(*ours->call());
  object["expected"] = text_or_null(ours->expected());
  return object;
}

}  // namespace

std::string advice(Remedy remedy, const std::string& subject, const std::string& command) {
  const std::string customer = subject.empty() ? "CUSTOMER" : escaped(subject);
  const auto flag = [&](const char* option, const char* owner) {
    return fmt::format("{}--{}", has_option(command, option) ? "" : fmt::format("{} ", owner), option);
  };
  switch (remedy) {
    case Remedy::none:
      return "";
    case Remedy::force:
      return has_option(command, "force") ? "; use --force to start again"
                                          : "; make it again with plan --force";
    case Remedy::resume:
      return has_option(command, "resume")
                 ? "; use --resume to continue, or --force to start again"
                 : "; continue it with plan --resume, or start again with plan --force";
    case Remedy::make_plan:
      return "; make one with plan --out DIR";
    case Remedy::update:
      return "; use plan --update";
    case Remedy::update_customer:
      return fmt::format("; use plan --update --only {} to choose other domains", customer);
    case Remedy::replan:
      return "; use submit --replan to choose again";
    case Remedy::skip_bad_rows:
      return fmt::format("; use {} to plan the other rows", flag("skip-bad-rows", "plan"));
    case Remedy::live:
      return "; pass --live if this is meant, or use a pk_test_ key";
    case Remedy::allow_duplicate:
      return fmt::format("; pass {} {} to order again on purpose", flag("allow-duplicate", "submit"),
                         customer);
    case Remedy::allow_same_name:
      return "; pass --allow-duplicate to create another of the same name";
    case Remedy::confirm_not_placed:
      return fmt::format("; look at the vendor, and if there is no order pass {} {}",
                         flag("confirm-not-placed", "submit"), customer);
    case Remedy::accept_edited:
      return fmt::format("; pass {} {} to send it as it is", flag("accept-edited", "submit"), customer);
    case Remedy::accept_receipt:
      return fmt::format("; pass {} {} once a person has looked", flag("accept-receipt", "submit"), customer);
    case Remedy::trust_certificate:
      return "; name the certificate authority of the proxy or server with --ca-cert FILE";
    case Remedy::use_another_key:
      return "; pass another key in PEEKER_API_KEY, or by --api-key-file or --api-key-command";
    case Remedy::choose_state_folder:
      return "; set XDG_STATE_HOME to a folder that can be written to";
    case Remedy::choose_another_folder:
      return has_option(command, "out") ? "; choose another --out" : "; pass the folder of a plan";
  }
  return "";
}

int report_error(const std::exception& error, bool as_json, std::ostream& err, const std::string& command) {
  const ErrorCode code = code_of(error);
  const auto* input = dynamic_cast<const InputError*>(&error);
  if (as_json) {
    err << json_text(Json{{"error", object_of(error, command)}}) << std::endl;
  } else if (input) {
    report_rows(input->diagnostics(), "", err);
    if (input->remedy() != Remedy::none) {
      const std::size_t rows = count_rows(input->diagnostics());
      err << fmt::format("{} bad row{}{}\n", rows, rows == 1 ? "" : "s",
                         advice(input->remedy(), {}, command));
    }
    err.flush();
  } else {
    err << "domainplan: " << message_of(error, command) << std::endl;
  }
  return exit_code(code);
}

}  // namespace domainplan::cli
