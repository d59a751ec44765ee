#include "cli/error_output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string_view>

#include "cli/command.hpp"
#include "cli/diagnostics.hpp"
#include "domainplan/api_key.hpp"
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

std::string message_of(const std::exception& error) {
  std::string message = error.what();
  if (const auto* differs = dynamic_cast<const PlanDiffers*>(&error))
    for (const PlanDifference& one : differs->differences())
      message += (&one == &differs->differences().front() ? ": " : ", ") + difference_text(one);
  const auto* ours = dynamic_cast<const Error*>(&error);
  return without_keys(message + (ours ? advice(ours->remedy(), ours->subject()) : std::string()));
}

Json rows_of(const InputError& error) {
  Json rows = Json::array();
  for (const Diagnostic& found : error.diagnostics())
    rows.push_back({{"file", found.file},
                    {"line", found.line > 0 ? Json(found.line) : Json()},
                    {"column", found.column.empty() ? Json() : Json(found.column)},
                    {"message", without_keys(found.message)}});
  return rows;
}

}  // namespace

std::string advice(Remedy remedy, const std::string& subject) {
  const std::string customer = subject.empty() ? "CUSTOMER" : escaped(subject);
  switch (remedy) {
    case Remedy::none:
      return "";
    case Remedy::force:
      return "; use --force to start again";
    case Remedy::resume:
      return "; use --resume to continue, or --force to start again";
    case Remedy::update:
      return "; use plan --update";
    case Remedy::update_customer:
      return fmt::format("; use plan --update --only {} to choose other domains", customer);
    case Remedy::replan:
      return "; use submit --replan to choose again";
    case Remedy::skip_bad_rows:
      return "; use --skip-bad-rows to plan the other rows";
    case Remedy::live:
      return "; pass --live if this is meant, or use a pk_test_ key";
    case Remedy::allow_duplicate:
      return fmt::format("; pass --allow-duplicate {} if one more is meant", customer);
    case Remedy::allow_same_name:
      return "; pass --allow-duplicate if one more is meant";
    case Remedy::confirm_not_placed:
      return fmt::format("; look at the vendor, and if there is no order pass --confirm-not-placed {}",
                         customer);
    case Remedy::accept_edited:
      return fmt::format("; pass --accept-edited {} to send it as it is", customer);
    case Remedy::accept_receipt:
      return fmt::format("; pass --accept-receipt {} once a person has looked", customer);
    case Remedy::trust_certificate:
      return "; name the certificate authority of the proxy or server with --ca-cert FILE";
    case Remedy::choose_state_folder:
      return "; set XDG_STATE_HOME to a folder that can be written to";
    case Remedy::choose_another_folder:
      return "; choose another --out";
  }
  return "";
}

std::string without_keys(std::string text) {
  constexpr std::string_view kOfKeys =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.~+/=";
  for (const std::string_view prefix : kApiKeyPrefixes)
    for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at)) {
      at += prefix.size();
      const std::size_t end = std::min(text.find_first_not_of(kOfKeys, at), text.size());
      if (end > at) text.replace(at, end - at, "…");
    }
  return text;
}

int report_error(const std::exception& error, bool as_json, std::ostream& err) {
  const ErrorCode code = code_of(error);
  const auto* input = dynamic_cast<const InputError*>(&error);
  if (as_json) {
    Json object = {{"code", std::string(name_of(code))},
                   {"message", message_of(error)},
                   {"rows", input ? rows_of(*input) : Json::array()}};
    err << json_text(Json{{"error", std::move(object)}}) << std::endl;
  } else if (input) {
    report_rows(input->diagnostics(), "", err);
    if (input->remedy() != Remedy::none) {
      const std::size_t rows = count_rows(input->diagnostics());
      err << fmt::format("{} bad row{}{}\n", rows, rows == 1 ? "" : "s", advice(input->remedy()));
    }
    err.flush();
  } else {
    err << "domainplan: " << message_of(error) << std::endl;
  }
  return exit_code(code);
}

}  // namespace domainplan::cli
