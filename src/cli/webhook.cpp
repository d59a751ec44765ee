#include "domainplan/webhook.hpp"

#include <fmt/format.h>

#include <chrono>
#include <ostream>

#include "cli/command.hpp"
#include "cli/diagnostics.hpp"
#include "cli/files.hpp"
#include "cli/option_values.hpp"
#include "cli/output.hpp"
#include "cli/values.hpp"
#include "domainplan/error.hpp"
#include "domainplan/nearest.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

constexpr const char* kSecretVariable = "PEEKER_WEBHOOK_SECRET";

std::string webhook_secret(const po::variables_map& values, Process& process) {
  std::string secret;
  if (const auto file = text(values, "secret-file")) {
    secret = read_settings_file("--secret-file", *file, process);
    secret.resize(std::min(secret.find_first_of("\r\n"), secret.size()));
    if (secret.empty())
      throw UsageError(fmt::format("--secret-file: {} has an empty first line", in_quotes(*file)),
                       Subject{"--secret-file", "a file whose first line is the webhook secret"});
    return secret;
  }
  secret = process.environment(kSecretVariable).value_or("");
  if (secret.empty())
    throw UsageError(fmt::format("no webhook secret: set {} or pass --secret-file", kSecretVariable));
  return secret;
}

SignatureScheme scheme_of(const po::variables_map& values) {
  return static_cast<SignatureScheme>(
      choice_or(values, "scheme", {"timestamp.body", "id.timestamp.body", "body"}, 0));
}

std::string reason_of(SignatureCheck verdict, SignatureScheme scheme) {
  switch (verdict) {
    case SignatureCheck::genuine:
      return "";
    case SignatureCheck::bad_timestamp:
      return "the timestamp is not a number of Unix seconds";
    case SignatureCheck::stale:
      return "the timestamp is outside the tolerance";
    case SignatureCheck::bad_signature:
      return "the signature is not v1= and 64 lower-case hex digits";
    case SignatureCheck::mismatch:
      break;
  }
  return fmt::format("the signature does not match (scheme {})", name_of(scheme));
}

// Exit code 1 says that the event is not genuine, so a payload that cannot be read has another one.
InputFile payload_of(const std::string& path, Process& process) {
  try {
    return read_file(path, process);
  } catch (const RunError& error) {
    throw UsageError(error.what(), Subject{error.subject(), error.expected()});
  }
}

int verify_delivery(const po::variables_map& values, const std::vector<std::string>& arguments,
                    Process& process) {
  require(values, {"timestamp", "signature"});
  const Format format = format_of(values, process.out_is_terminal ? Format::text : Format::json);
  const SignatureScheme scheme = scheme_of(values);
  const std::string secret = webhook_secret(values, process);
  const InputFile payload = payload_of(arguments.size() > 1 ? arguments[1] : "-", process);
  const std::string timestamp = *text(values, "timestamp"), signature = *text(values, "signature"),
                    event_id = text(values, "event-id").value_or("");
  const std::chrono::seconds tolerance{number_or(values, "tolerance", 300)};
  const SignatureCheck verdict = verify({payload.bytes, timestamp, signature, event_id}, secret, scheme,
                                        tolerance, std::chrono::system_clock::now());
  const bool genuine = verdict == SignatureCheck::genuine;
  const std::string reason = reason_of(verdict, scheme);
  // One answer: as JSON it is an object, not a list.
  RecordWriter writer(process.out, format == Format::json ? Format::ndjson : format, {"genuine", "reason"});
  writer.add({{"genuine", genuine},
              {"reason", genuine ? nlohmann::ordered_json() : nlohmann::ordered_json(reason)}});
  writer.finish();
  return genuine ? kDone : kFailed;
}

int listen(const po::variables_map& values, const std::vector<std::string>& arguments, Process& process) {
  if (arguments.size() > 1)
    throw UsageError(fmt::format("webhook listen: unexpected argument {}", in_quotes(arguments[1])));
  require(values, {"append"});
  const bool quiet = values["quiet"].as<bool>();
  ListenerOptions options;
  options.folder = *text(values, "append");
  options.host = text(values, "host").value_or(options.host);
  options.port = number_or(values, "port", 0);
  options.scheme = scheme_of(values);
  options.tolerance = std::chrono::seconds(number_or(values, "tolerance", 300));
  options.secret = webhook_secret(values, process);
  WebhookListener listener = as_option("host", [&] { return WebhookListener(std::move(options)); });
  process.out << listener.url() << std::endl;
  listener.run(
      process.stop,
      [&](const ReceivedEvent& event) {
        if (!quiet)
          process.err << fmt::format("{} {}\n", escaped(event.id), escaped(event.type)) << std::flush;
      },
      [&](const std::string& why) {
        report_warning("an event was not written, and the vendor will send it again: " + why, process.err);
      });
  return kInterrupted;
}

int run(const po::variables_map& values, const std::vector<std::string>& arguments, Process& process) {
  if (arguments.empty()) throw UsageError("webhook: missing subcommand: verify or listen");
  if (arguments.front() == "verify") return verify_delivery(values, arguments, process);
  if (arguments.front() == "listen") return listen(values, arguments, process);
  Nearest nearest(arguments.front());
  for (const char* known : {"verify", "listen"}) nearest.consider(known);
  throw UsageError(fmt::format("webhook: unknown subcommand {}{}; use verify or listen",
                               in_quotes(arguments.front()), nearest.question()),
                   Subject{arguments.front(), "verify or listen"});
}

}  // namespace

Command webhook_command() {
  Command command{
      .name = "webhook",
      .synopsis =
          "webhook verify [FILE or -] --timestamp T --signature S | webhook listen --append DIR [options]",
      .summary = "check and record the vendor's events",
      .about =
          R"(verify checks the signature of an event, whose raw body is FILE or standard input. The
secret is in PEEKER_WEBHOOK_SECRET, or in the first line of --secret-file. Exit code 0:
genuine; 1: not genuine; 2: the payload cannot be read, or there is no secret.

listen receives events over HTTP behind a reverse proxy and appends each once to
DIR/events.ndjson. It prints its URL when it is ready, answers 200 only after the event
is on disk, and runs until it is interrupted.

The vendor does not document which bytes are signed. The default, timestamp.body, is the
most common; --scheme selects another.

  domainplan webhook verify event.json --timestamp 1700000000 \
    --signature v1=9f3c...
  domainplan webhook listen --append events --port 8080)",
      .options = po::options_description("Options", kHelpWidth),
      .most_arguments = 2,
      .run = run,
      .subcommands = {"verify", "listen"}};
  auto add = command.options.add_options();
  add("timestamp", one("T"), "the header Peeker-Timestamp: Unix seconds");
  add("signature", one("S"), "the header Peeker-Signature: v1=<hex>, one or more");
  add("event-id", one("ID"), "the header Peeker-Event-Id, for --scheme id.timestamp.body");
  add("scheme", one("timestamp.body|id.timestamp.body|body"), "the signed bytes (default timestamp.body)");
  add("tolerance", one("S"), "seconds that the timestamp may be off (default 300)");
  add("append", one("DIR"), "listen: the folder in which to append to events.ndjson");
  add("host", one("IP"), "listen: the address to listen on (default 127.0.0.1)");
  add("port", one("N"), "listen: the port (default: any free one)");
  add("secret-file", one("FILE"),
      "a file whose first line is the secret (default: the variable PEEKER_WEBHOOK_SECRET)");
  add_format_option(command.options, "default: text on a terminal, else json");
  return command;
}

}  // namespace domainplan::cli
