#include "domainplan/rename.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "operations/listed_swaps.hpp"
#include "operations/once.hpp"
#include "partner/domains.hpp"
#include "partner/user_name_swaps.hpp"

namespace domainplan {
namespace {

using partner::Swap;
using partner::UserNameSwaps;
using Personas = std::vector<std::vector<std::string>>;

partner::PartnerDomain live_domain(partner::Client& client, const std::string& name) {
  for (partner::PartnerDomain& domain : partner::list_domains(client).items)
    if (domain.domain == name && !domain.order_id.empty() && !domain.id.empty()) return std::move(domain);
  throw UsageError(fmt::format("the account has no domain {} on a live order", in_quotes(name)), name);
}

// The renamings that `what` may have begun, as the vendor lists them. Throws CannotTell where the list leaves
// that open.
std::optional<UserNameSwaps> listed_renamings(partner::Client& client, const RenameIntent& what) {
  ListedSwaps listed = swaps_about(client, {what.domain_id, what.order}, SwapKind::renaming);
  const std::set<std::string> known(what.known.begin(), what.known.end());
  const auto is_known = [&](const Swap& swap) { return known.contains(swap.id); };
  std::erase_if(listed.certain, is_known);
  std::erase_if(listed.possible, is_known);
  if (!listed.certain.empty()) return UserNameSwaps{std::move(listed.certain), {}};
  const std::string doubt = !listed.possible.empty() ? in_doubt(listed.possible.front()) : listed.unreadable;
  if (!doubt.empty())
    throw CannotTell(fmt::format("{}: it may be the renaming on {} that was sent before", doubt, what.domain),
                     what.domain);
  return std::nullopt;
}

ChangeResult ids_of(const UserNameSwaps& renaming) {
  ChangeResult result;
  for (const Swap& swap : renaming.swaps)
    if (!swap.id.empty()) result.swaps.push_back(swap.id);
  return result;
}

// The renaming that gave the domain these people, where it is the last one: it need not come again. Nothing
// where it failed, or where others were named since.
std::optional<UserNameSwaps> standing_renaming(partner::Client& client, const ChangeJournal& journal,
                                               const partner::PartnerDomain& domain,
                                               const Personas& personas) {
  const RenameIntent* last = nullptr;
  std::set<std::string> ids;  // of the swaps that came of it
  for (const auto& [number, change] : journal.changes()) {
    const auto* const what = std::get_if<RenameIntent>(&change.what);
    if (!what || change.state != Change::State::done || what->domain_id != domain.id) continue;
    last = what;
    ids = {change.result.swaps.begin(), change.result.swaps.end()};
  }
  if (!last || last->personas != personas) return std::nullopt;
  const std::set<std::string> known(last->known.begin(), last->known.end());
  ListedSwaps listed = swaps_about(client, {domain.id, domain.order_id}, SwapKind::renaming);
  UserNameSwaps standing;
  for (auto* const rows : {&listed.certain, &listed.possible})
    for (Swap& swap : *rows)
      if (ids.contains(swap.id)) {
        if (swap.status == "failed") return std::nullopt;
        standing.swaps.push_back(std::move(swap));
      } else if (rows == &listed.certain && !known.contains(swap.id)) {
        return std::nullopt;
      }
  if (standing.swaps.empty()) return std::nullopt;
  return standing;
}

Personas journalled(const std::vector<Persona>& personas) {
  Personas list;
  for (const Persona& persona : personas)
    list.push_back({persona.first_name, persona.last_name, persona.profile_picture_url});
  return list;
}

RenameResult result_of(const Swap& swap, bool before) {
  RenameResult result{.swap = swap.id, .state = RenameState::outcome_unknown};
  if (swap.in_progress()) {
    result.state = RenameState::in_progress;
  } else if (swap.status == "completed") {
    result.state = before ? RenameState::renamed_before : RenameState::renamed;
  } else if (swap.status == "failed") {
    result.state = RenameState::failed;
  } else if (swap.status == "action_required") {
    result.state = RenameState::action_required;
  } else {
    result.status = swap.status;
    if (swap.status.empty()) result.place = swap.place;
  }
  return result;
}

void set(std::vector<RenameResult>& results, RenameState state, std::string error = "",
         bool is_lost = false) {
  results = {{.swap = "", .state = state, .error = std::move(error), .is_lost = is_lost}};
}

// Whether nothing says yet what became of it.
bool is_open(const RenameResult& result) {
  return result.state != RenameState::renamed && result.state != RenameState::failed &&
         result.state != RenameState::action_required && result.error.empty() && result.status.empty() &&
         result.place.empty();
}

// Why an answer is not about the renaming that was sent; "" where it is.
std::string other_than_sent(const UserNameSwaps& renaming, const std::string& domain_id) {
  if (renaming.swaps.empty()) return "the answer names no swap";
  for (const Swap& swap : renaming.swaps)
    if (!swap.domain_id.empty() && swap.domain_id != domain_id)
      return fmt::format("the answer is about the domain {}, not {}", swap.domain_id, domain_id);
  return "";
}

// Asks for the swaps until none is in progress.
void follow(Session& session, const RenameOptions& options, std::vector<Swap> swaps, bool before,
            std::vector<RenameResult>& results) {
  for (ProgressPauses pauses(session, options.poll);;) {
    results.clear();
    for (const Swap& swap : swaps) results.push_back(result_of(swap, before));
    const bool moves = std::any_of(swaps.begin(), swaps.end(),
                                   [](const Swap& s) { return s.in_progress() && !s.id.empty(); });
    if (!moves || !options.wait) return;
    pauses.next();
    for (Swap& swap : swaps)
      if (swap.in_progress() && !swap.id.empty()) swap = partner::get_swap(session.client(), swap.id);
  }
}

void rename(Session& session, const RenameOptions& options,
            const std::function<bool(const std::string& order)>& agree, std::vector<RenameResult>& results) {
  if (options.personas.empty() || options.personas.size() > partner::kMostPersonas)
    throw UsageError(
        fmt::format("{} personas: give 1 to {}", options.personas.size(), partner::kMostPersonas),
        options.domain);
  partner::Client& client = session.client();
  ChangeJournal journal(options.state_folder, session, options.waits_for_lock);
  Once<RenameIntent, UserNameSwaps> once(
      session, journal, [&](const RenameIntent& what) { return listed_renamings(client, what); },
      options.looks.empty() ? kLooksAfterLoss : options.looks, ids_of);
  const Personas personas = journalled(options.personas);
  const auto is_same = [&](const RenameIntent& what) {
    return what.domain == options.domain && what.personas == personas;
  };
  try {
    once.settle([&](const RenameIntent& what) { return what.domain == options.domain && !is_same(what); });
    if (auto earlier = once.settle(is_same)) return follow(session, options, earlier->swaps, true, results);
  } catch (const CannotTell& open) {
    return set(results, RenameState::outcome_unknown, open.what());
  }

  const partner::PartnerDomain domain = live_domain(client, options.domain);
  if (auto earlier = standing_renaming(client, journal, domain, personas))
    return follow(session, options, std::move(earlier->swaps), true, results);
  if (agree && !agree(domain.order_id)) return;
  const ListedSwaps before = swaps_about(client, {domain.id, domain.order_id}, SwapKind::renaming);
  const RenameIntent what{.domain = options.domain,
                          .domain_id = domain.id,
                          .order = domain.order_id,
                          .personas = personas,
                          .known = before.ids()};
  set(results, RenameState::outcome_unknown);
  auto carried = once.carry_out(what, [&] {
    auto sent = partner::change_user_names(client, domain.id, options.personas, false);
    const std::string why = sent.value ? other_than_sent(*sent.value, domain.id) : "";
    return why.empty() ? sent : answered_otherwise(std::move(sent), why);
  });
  if (carried.state == Carried<UserNameSwaps>::State::refused)
    return set(results, RenameState::refused, carried.message);
  if (carried.state == Carried<UserNameSwaps>::State::unknown)
    return set(results, RenameState::outcome_unknown, carried.message, true);
  follow(session, options, std::move(carried.value->swaps), false, results);
}

}  // namespace

void rename_people(Session& session, const RenameOptions& options,
                   const std::function<bool(const std::string& order)>& agree,
                   std::vector<RenameResult>& results) {
  set(results, RenameState::not_sent);
  try {
    rename(session, options, agree, results);
  } catch (const Error& error) {
    for (RenameResult& result : results)
      if (is_open(result)) result.error = error.what();
    throw;
  }
}

}  // namespace domainplan
