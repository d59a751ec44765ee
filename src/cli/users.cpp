#include "domainplan/users.hpp"

#include <fmt/format.h>

#include <ostream>

#include "cli/api_access.hpp"
#include "cli/command.hpp"
#include "cli/diagnostics.hpp"
#include "cli/output.hpp"
#include "domainplan/error.hpp"
#include "domainplan/nearest.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

using Json = nlohmann::ordered_json;

Json record_of(const AccountUser& user) {
  return {{"id", user.id},
          {"email", or_null(user.email)},
          {"first_name", or_null(user.first_name)},
          {"last_name", or_null(user.last_name)},
          {"status", or_null(user.status)},
          {"sequencer_provider", or_null(user.sequencer_provider)},
          {"sequencer_client_id", user.sequencer_client_id ? Json(*user.sequencer_client_id) : Json()},
          {"created_at", or_null(user.created_at)}};
}

int list(Format format, Session& session, Process& process) {
  const AccountUsers found = list_users(session);
  for (const Notice& warning : found.warnings) report_warning(warning, process.err);
  std::vector<Json> records;
  for (const AccountUser& user : found.users) records.push_back(record_of(user));
  print_records(process.out, format,
                {"id", "email", "first_name", "last_name", "status", "sequencer_provider",
                 "sequencer_client_id", "created_at"},
                records, "users");
  return kDone;
}

int run(const po::variables_map& values, const std::vector<std::string>& arguments, Process& process) {
  constexpr const char* kActions = "list or show ID";
  if (arguments.empty()) throw UsageError(fmt::format("users: missing subcommand: {}", kActions));
  const std::string& action = arguments.front();
  if (action != "list" && action != "show") {
    Nearest nearest(action);
    for (const char* known : {"list", "show"}) nearest.consider(known);
    throw UsageError(fmt::format("users: unknown subcommand {}{}; use {}", in_quotes(action),
                                 nearest.question(), kActions),
                     Subject{action, std::string(kActions)});
  }
  if (action == "list" && arguments.size() > 1)
    throw UsageError(fmt::format("users list: unexpected argument {}", in_quotes(arguments[1])));
  if (action == "show" && arguments.size() < 2)
    throw UsageError("users show: missing argument: the user's id or email");
  const Format format = format_of(values, process.out_is_terminal ? Format::text : Format::json);
  ApiAccess access = api_access(values, process);
  Session& session = open_session(access, process);
  if (action == "list") return list(format, session, process);
  print_record(process.out, format, record_of(find_user(session, arguments[1])));
  return kDone;
}

}  // namespace

Command users_command() {
  Command command{
      .name = "users",
      .synopsis = "users list | show ID [options]",
      .summary = "list the account's users and their sequencer routing",
      .about =
          R"(Lists the users of the account (the vendor's term for your customers), or shows one by
id or email. The sequencer shown is the one that the user's next order goes to.

  domainplan users list
  domainplan users show ops@acme.com)",
      .options = po::options_description("Options", kHelpWidth),
      .most_arguments = 2,
      .run = run,
      .reader_gone = ReaderGone::end,
      .subcommands = {"list", "show"}};
  add_format_option(command.options, "default: text on a terminal, else json");
  add_api_options(command.options);
  return command;
}

}  // namespace domainplan::cli
