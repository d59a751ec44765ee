#include "domainplan/explain.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ostream>

#include "cli/command.hpp"
#include "cli/diagnostics.hpp"
#include "cli/output.hpp"
#include "domainplan/error.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

using Json = nlohmann::ordered_json;

template <class Value>
Json or_none(const std::optional<Value>& value) {
  return value ? Json(*value) : Json();
}

// What a person gives to make a change: an option, or a column of customers.csv.
std::string how_of(const Cure& cure) {
  switch (cure.kind) {
    case Cure::Kind::pattern_share:
      return "--pattern-share " + cure.value;
    case Cure::Kind::style_share:
      return "--style-share " + cure.value;
    case Cure::Kind::tld_share:
      return "--tld-share " + cure.value;
    case Cure::Kind::max_price:
      return (cure.in_row ? "max_price_cents in customers.csv: " : "--max-price-cents ") + cure.value;
    case Cure::Kind::max_prices:
      return fmt::format("--max-price-cents {0} and max_price_cents in customers.csv: {0}", cure.value);
    case Cure::Kind::max_renewal:
      return "--max-renewal-cents " + cure.value;
    case Cure::Kind::currency:
      return "--currency " + cure.value;
    case Cure::Kind::max_checks:
      return "--max-checks " + cure.value;
    case Cure::Kind::include:
      return "without --include";
    case Cure::Kind::exclude:
      return "without --exclude";
    case Cure::Kind::tlds:
      return (cure.in_row ? "tlds in customers.csv: " : "--tlds ") + cure.value;
    case Cure::Kind::live_answers:
      return "without --replay";
    case Cure::Kind::stem:
      return "stem in customers.csv";
    case Cure::Kind::brand_ok:
      return "brand_ok in customers.csv: yes";
    case Cure::Kind::correct_row:
      return "customers.csv";
  }
  return {};
}

// "raise the share of one pattern from 25% to 40% (--pattern-share 40): 54.95 usd for the order"
std::string line_of(const Cure& cure) {
  std::string line = fmt::format("{} ({})", text_of(cure), how_of(cure));
  if (cure.is_proven) line += fmt::format(": the order costs {}", money(cure.price_cents, cure.currency));
  if (cure.checks > 0)
    line += fmt::format(": about {} more {} to check", cure.checks, cure.checks == 1 ? "name" : "names");
  return line;
}

Json json_of(const Cure& cure) {
  return {{"change", std::string(name_of(cure.kind))},
          {"value", or_null(cure.value)},
          {"current", or_null(cure.current)},
          {"text", line_of(cure)},
          {"proven", cure.is_proven},
          {"price_cents", cure.is_proven ? Json(cure.price_cents) : Json()},
          {"renewal_cents", cure.is_proven ? Json(cure.renewal_cents) : Json()},
          {"currency", or_null(cure.currency)},
          {"checks", cure.checks > 0 ? Json(cure.checks) : Json()}};
}

Json cures_json(const std::vector<Cure>& cures) {
  Json list = Json::array();
  for (const Cure& cure : cures) list.push_back(json_of(cure));
  return list;
}

std::string state_of(const CustomerExplanation& one) {
  return one.shortfall ? std::string(name_of(one.shortfall->reason)) : "planned";
}

std::size_t count_of(const CustomerExplanation& one, Verdict verdict) {
  return one.verdicts[static_cast<std::size_t>(verdict)];
}

Json record_of(const CustomerExplanation& one) {
  return {{"customer", one.customer},
          {"state", state_of(one)},
          {"google", one.demand.google},
          {"microsoft", one.demand.microsoft},
          {"candidates", one.candidates()},
          {"eligible", count_of(one, Verdict::selected) + count_of(one, Verdict::eligible)},
          {"cost_cents", one.has_order ? Json(one.price_cents) : Json()},
          {"renewal_cents", one.has_order ? Json(one.renewal_cents) : Json()},
          {"currency", one.currency},
          {"score", one.has_order ? Json(one.score) : Json()},
          {"cures", cures_json(one.cures)}};
}

// For a person: amounts as people write them, and the cheapest cure.
Json row_of(const CustomerExplanation& one) {
  Json row = record_of(one);
  row["cost"] = one.has_order ? money(one.price_cents, one.currency) : "";
  row["what would help"] = one.cures.empty() ? "" : line_of(one.cures.front());
  if (one.shortfall && one.cures.empty()) row["what would help"] = "no single change that is known";
  return row;
}

std::string amount_more(Cents cents, const std::string& currency) {
  return fmt::format("{} {}", money(std::abs(cents), currency), cents < 0 ? "less" : "more");
}

// "12 points less, 2.20 usd more"
std::string text_of(const OrderLoss& loss, const std::string& currency) {
  std::string text;
  if (loss.score != 0)
    text = fmt::format("{} {} {}", std::abs(loss.score), std::abs(loss.score) == 1 ? "point" : "points",
                       loss.score > 0 ? "less" : "more");
  if (loss.cents != 0)
    text += fmt::format("{}{}", text.empty() ? "" : ", ", amount_more(loss.cents, currency));
  return text.empty() ? "the same score and cost, and worse ranks" : text;
}

std::string text_of(const CapUse& cap) {
  const std::string what = cap.kind == CapUse::Kind::tld       ? "." + cap.group
                           : cap.kind == CapUse::Kind::pattern ? "the pattern " + cap.group
                                                               : "the style " + cap.group;
  return fmt::format("{}: {} of {}{}", what, cap.used, cap.limit, cap.is_full() ? " (full)" : "");
}

std::string held_by(const NameExplanation& name) {
  return name.held_by.empty() ? "" : fmt::format(": {} has it", name.held_by);
}

// Why a name that could be chosen is in no order.
std::string why_left_out(const NameExplanation& name) {
  if (name.shortfall == ShortfallReason::shares)
    return "it could be chosen, but the customer has no order: the names do not fit within the caps";
  if (name.shortfall) return "it could be chosen, but the customer has no order: names are missing";
  if (name.is_barred_by_caps) return "no order of the names checked can have it within the caps";
  return "no order can have it: owned domains serve its provider";
}

// Why a name was not checked at all.
std::string why_not_drawn(const NameExplanation& name) {
  if (!name.shortfall) return "not needed: better ranked names were enough";
  if (name.rank > static_cast<std::size_t>(name.max_checks))
    return fmt::format("not checked: it is beyond the limit of {} names (--max-checks)", name.max_checks);
  return fmt::format("not checked: the customer has no order ({})", name_of(*name.shortfall));
}

// Why a name was chosen or not, in one line.
std::string why(const NameExplanation& name, const std::string& currency) {
  if (!name.is_drawn) return why_not_drawn(name);
  const auto over = [&](std::optional<Cents> cap, std::optional<Cents> amount) {
    return cap && amount && *amount > *cap;
  };
  switch (name.row.verdict) {
    case Verdict::selected:
      if (!name.loss) return "chosen: without it more names would have been needed";
      return fmt::format("chosen: without it the order has {}", text_of(*name.loss, currency));
    case Verdict::eligible: {
      if (!name.loss) return name.provider ? "" : why_left_out(name);
      std::string text = fmt::format("{} took its place: with it the order has {}",
                                     fmt::join(name.loss->out, ", "), text_of(*name.loss, currency));
      for (const CapUse& cap : name.caps)
        if (cap.is_full()) text += fmt::format("; {}", text_of(cap));
      return text;
    }
    case Verdict::over_price:
      if (over(name.max_price_cents, name.row.price_cents))
        return fmt::format("its price is above the cap of {}", money(*name.max_price_cents, currency));
      if (over(name.max_renewal_cents, name.row.renewal_price_cents))
        return fmt::format("its renewal price is above the cap of {}",
                           money(*name.max_renewal_cents, currency));
      return "its price is above the cap";
    case Verdict::claimed:
      if (name.held_by.empty())
        return "another customer had it when this one was planned; no customer of the plan has it now";
      return "another customer has it" + held_by(name);
    case Verdict::reserved:
      return "another plan or an owner has it" + held_by(name);
    case Verdict::avoided:
      return "it is on the list of domains to avoid, or was rejected";
    case Verdict::wrong_provider:
      return "it cannot be used for a provider that the bundle needs";
    case Verdict::wrong_currency:
      return "its price is in another currency than the plan's";
    case Verdict::taken:
      return "it is registered already";
    case Verdict::premium:
      return "it is a premium name";
    case Verdict::invalid:
      return "the API refused the name";
    case Verdict::errored:
      return "the API gave no usable answer";
    case Verdict::stale:
      return "the API's answer was out of date every time";
    case Verdict::not_recorded:
      return "the recorded answers do not have it";
  }
  return {};
}

Json json_of(const NameExplanation& name, const std::string& currency) {
  Json caps = Json::array();
  for (const CapUse& cap : name.caps)
    caps.push_back({{"cap", std::string(name_of(cap.kind))},
                    {"group", cap.group},
                    {"used", cap.used},
                    {"limit", cap.limit},
                    {"full", cap.is_full()}});
  Json loss;
  if (name.loss) {
    loss = {{"score", name.loss->score},
            {"cents", name.loss->cents},
            {"out", name.loss->out},
            {"in", name.loss->in}};
    if (name.loss->gap) loss["gap"] = *name.loss->gap;
  }
  return {{"customer", name.row.customer},
          {"domain", name.row.domain},
          {"rank", name.rank},
          {"verdict", name.is_drawn ? std::string(name_of(name.row.verdict)) : "not_drawn"},
          {"provider", name.provider ? Json(std::string(name_of(*name.provider))) : Json()},
          {"score", name.row.score},
          {"pattern", name.row.pattern},
          {"price_cents", or_none(name.row.price_cents)},
          {"renewal_price_cents", or_none(name.row.renewal_price_cents)},
          {"currency", currency},
          {"usable_for", std::string(name.row.usable_for.text())},
          {"why", why(name, currency)},
          {"caps", caps},
          {"loss", loss},
          {"held_by", or_null(name.held_by)}};
}

Json json_of(const NameOrigin& origin) {
  Json parts = Json::object();
  for (const ScorePart& part : origin.parts) {
    Json& points = parts[std::string(name_of(part.kind))];
    points = (points.is_null() ? 0 : points.get<int>()) + part.points;
  }
  return {{"stem", origin.stem},
          {"stem_source", std::string(name_of(origin.source))},
          {"pattern", origin.pattern},
          {"tld", origin.tld},
          {"score", parts}};
}

std::string verdict_of(const AvailabilityRow& row) {
  return row.reason ? std::string(name_of(*row.reason)) : "available";
}

Json json_of(const LoggedAnswer& answer) {
  return {{"checked_at", or_null(answer.checked_at)},
          {"answer", verdict_of(answer.row)},
          {"price_cents", or_none(answer.row.price_cents)},
          {"renewal_price_cents", or_none(answer.row.renewal_price_cents)},
          {"currency", or_null(answer.row.currency)},
          {"usable_for", std::string(answer.row.usable_for.text())}};
}

Json json_of(const std::optional<OneMore>& more) {
  if (!more) return {};
  return {{"price_cents", more->price_cents},
          {"renewal_cents", more->renewal_cents},
          {"in", more->in},
          {"out", more->out}};
}

int print_plan(const PlanExplainer& plan, Format format, std::ostream& out) {
  const bool for_person = format == Format::text;
  std::vector<std::string> columns = {"customer", "state", "google", "microsoft", "candidates", "eligible"};
  const std::vector<std::string> rest =
      for_person ? std::vector<std::string>{"score", "cost", "what would help"}
                 : std::vector<std::string>{"cost_cents", "renewal_cents", "currency", "score", "cures"};
  columns.insert(columns.end(), rest.begin(), rest.end());
  std::vector<Json> records;
  for (const CustomerExplanation& one : plan.customers())
    records.push_back(for_person ? row_of(one) : record_of(one));
  print_records(out, format, columns, records, "customers");
  return kDone;
}

// "--tld-share 50, --style-share 60"
std::string text_of(const std::vector<ShareInForce>& caps) {
  std::string text;
  for (const ShareInForce& cap : caps)
    text += fmt::format("{}--{}-share {}", text.empty() ? "" : ", ", name_of(cap.kind), cap.percent);
  return text;
}

Json json_of(const std::vector<ShareInForce>& caps) {
  Json list = Json::array();
  for (const ShareInForce& cap : caps)
    list.push_back({{"cap", std::string(name_of(cap.kind))}, {"percent", cap.percent}});
  return list;
}

void print_one_more(const CustomerExplanation& one, std::ostream& out) {
  const auto print = [&](const char* provider, const std::optional<OneMore>& more,
                         const std::vector<ShareInForce>& caps) {
    if (!more) {
      out << fmt::format("  one more {} domain: {}\n", provider,
                         caps.empty() ? "no other name in the availability log fits"
                                      : "no room for it within the caps (" + text_of(caps) + ")");
      return;
    }
    out << fmt::format("  one more {} domain: {} for the first year, {} for each year after it ({}{})\n",
                       provider, amount_more(more->price_cents, one.currency),
                       amount_more(more->renewal_cents, one.currency), fmt::join(more->in, ", "),
                       more->out.empty() ? "" : fmt::format(" for {}", fmt::join(more->out, ", ")));
  };
  print("Google", one.one_more_google, one.google_caps);
  print("Microsoft", one.one_more_microsoft, one.microsoft_caps);
}

void print_customer(const CustomerExplanation& one, std::ostream& out) {
  out << fmt::format("{}: {}\n", escaped(one.customer), escaped(one.brand));
  out << fmt::format("  {} Google and {} Microsoft domains; {} names looked at\n", one.demand.google,
                     one.demand.microsoft, one.candidates());
  if (one.shortfall) {
    out << fmt::format("  no order: {}\n", escaped(one.shortfall->message));
    if (one.cures.empty()) out << "  no single change is known to help\n";
    for (const Cure& cure : one.cures) out << fmt::format("  would help: {}\n", escaped(line_of(cure)));
  } else {
    out << fmt::format("  {} for the first year, {} for each year after it; score {}\n",
                       money(one.price_cents, one.currency), money(one.renewal_cents, one.currency),
                       one.score);
    print_one_more(one, out);
  }
}

int print_customer(const CustomerExplanation& one, Format format, std::ostream& out) {
  std::vector<Json> records;
  for (const NameExplanation& name : one.names) records.push_back(json_of(name, one.currency));
  if (format == Format::text) {
    print_customer(one, out);
    if (!records.empty()) out << '\n';
  }
  std::vector<std::string> columns = {"rank", "domain", "verdict", "score", "why"};
  if (format != Format::text)
    columns = {"customer", "domain",      "rank",
               "verdict",  "provider",    "score",
               "pattern",  "price_cents", "renewal_price_cents",
               "currency", "usable_for",  "why",
               "caps",     "loss",        "held_by"};
  Json totals = record_of(one);
  totals["one_more_google"] = json_of(one.one_more_google);
  totals["one_more_microsoft"] = json_of(one.one_more_microsoft);
  totals["message"] = one.shortfall ? or_null(one.shortfall->message) : Json();
  totals["one_more_google_caps"] = json_of(one.google_caps);
  totals["one_more_microsoft_caps"] = json_of(one.microsoft_caps);
  if (format != Format::text || !records.empty())
    print_records(out, format, columns, records, "names", totals);
  return kDone;
}

void print_name(const NameExplanation& name, const std::string& currency, std::ostream& out) {
  out << fmt::format("{}: {}\n", name.row.domain, escaped(why(name, currency)));
  if (name.rank > 0) out << fmt::format("  rank {}", name.rank);
  if (name.provider) out << fmt::format(", serves {}", name_of(*name.provider));
  out << '\n';
  if (const auto& origin = name.origin) {
    out << fmt::format("  stem {} ({}), pattern {}, TLD {}\n", origin->stem, name_of(origin->source),
                       origin->pattern, origin->tld);
    std::string sum;
    for (const ScorePart& part : origin->parts)
      sum += fmt::format("{}{} {}",
                         sum.empty()       ? ""
                         : part.points < 0 ? " - "
                                           : " + ",
                         std::abs(part.points), name_of(part.kind));
    out << fmt::format("  score {} = {}\n", name.row.score, sum);
  }
  for (const LoggedAnswer& answer : name.answers) {
    std::string line = fmt::format("  {}: {}", escaped(answer.checked_at), verdict_of(answer.row));
    if (answer.row.price_cents)
      line += fmt::format(", {}", money(*answer.row.price_cents, escaped(answer.row.currency)));
    if (answer.row.renewal_price_cents)
      line += fmt::format(" and {} for each year after it",
                          money(*answer.row.renewal_price_cents, escaped(answer.row.currency)));
    if (!answer.row.usable_for.empty()) line += fmt::format(", usable for {}", answer.row.usable_for.text());
    if (answer.is_from_ledger) line += " (from the ledger)";
    out << line << '\n';
  }
  if (name.answers.empty()) out << "  the API was not asked about it\n";
  for (const CapUse& cap : name.caps) out << fmt::format("  {}\n", escaped(text_of(cap)));
}

int print_name(const NameExplanation& name, const std::string& currency, Format format, std::ostream& out) {
  if (format == Format::text) {
    print_name(name, currency, out);
    return kDone;
  }
  Json record = json_of(name, currency);
  record["origin"] = name.origin ? json_of(*name.origin) : Json();
  Json answers = Json::array();
  for (const LoggedAnswer& answer : name.answers) answers.push_back(json_of(answer));
  record["answers"] = std::move(answers);
  print_record(out, format, record);
  return kDone;
}

int run(const po::variables_map& values, const std::vector<std::string>& arguments, Process& process) {
  if (arguments.empty()) throw UsageError("explain: missing argument: a plan folder, DIR");
  const Format format = format_of(values, Format::text);
  const auto warn = [&](const Notice& notice) { report_warning(notice, process.err); };
  const PlanExplainer plan(read_plan(arguments[0]), warn);
  if (arguments.size() == 1) return print_plan(plan, format, process.out);
  if (arguments.size() == 2) return print_customer(plan.customer(arguments[1]), format, process.out);
  return print_name(plan.name(arguments[1], arguments[2]), plan.plan().summary.currency, format, process.out);
}

}  // namespace

Command explain_command() {
  Command command{
      .name = "explain",
      .synopsis = "explain DIR [CUSTOMER [DOMAIN]] [options]",
      .summary = "explain why each name was chosen or not, and what would help",
      .about =
          "Explains a finished plan from the files in its folder. Without CUSTOMER: what each customer "
          "costs, and "
          "for a customer without an order the cheapest change that would give it one. With CUSTOMER: the "
          "verdict on each name and why, and what one more Google or Microsoft domain would cost. With "
          "DOMAIN: "
          "how the name was made, the parts of its score, what the API said and when, and the names that "
          "were "
          "chosen instead.\n\n"
          "  domainplan explain plan\n"
          "  domainplan explain plan acme getacme.com --format json",
      .options = po::options_description("Options", kHelpWidth),
      .most_arguments = 3,
      .run = run};
  add_format_option(command.options, "default: text");
  return command;
}

}  // namespace domainplan::cli
