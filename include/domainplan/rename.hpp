// Renames the people of the inboxes on a live domain; DNS, order and warm-up stay as they are.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/customer.hpp"
#include "domainplan/intake.hpp"
#include "domainplan/session.hpp"

namespace domainplan {

// Reads 1 to 10 personas from a CSV file with the columns first_name, last_name and profile_picture_url, and
// optionally `customer`, which must be the same in all rows. Throws InputError with everything that is wrong.
std::vector<Persona> read_persona_list(const InputFile& file);

enum class RenameState : std::uint8_t {
  renamed,
  renamed_before,   // by an earlier run
  in_progress,      // the vendor works on it
  action_required,  // the vendor is waiting for a person
  failed,           // the vendor could not do it
  refused,          // the vendor said no
  outcome_unknown,  // sent, and the vendor does not say what became of it
  not_sent
};
inline constexpr std::array<std::string_view, 8> kRenameStateNames = {
    "renamed", "renamed_before", "in_progress",     "action_required",
    "failed",  "refused",        "outcome_unknown", "not_sent"};
constexpr std::string_view name_of(RenameState state) {
  return kRenameStateNames[static_cast<std::size_t>(state)];
}
constexpr bool needs_person(RenameState state) {
  return state == RenameState::action_required || state == RenameState::failed ||
         state == RenameState::refused || state == RenameState::outcome_unknown;
}

// One inbox.
struct RenameResult {
  std::string swap;  // swp_…, which the vendor gives each; "" where it did not
  RenameState state = RenameState::not_sent;
  // What the vendor said to it, or the error that ended the run; redacted. Empty: nothing.
  std::string error = {};
  bool is_lost = false;  // the answer was lost, and the vendor's lists do not show the renaming
  // Of `outcome_unknown`: the swap's status, where it is one that is not known, as the vendor gave it; where
  // it gave none, the place of the swap in its answers.
  std::string status = {}, place = {};
};

struct RenameOptions {
  std::string domain;             // canonical form
  std::vector<Persona> personas;  // 1 to 10
  std::string state_folder = {};  // of the account's journal; "": none is kept
  std::chrono::milliseconds poll{10'000};
  bool wait = true;  // until nothing is in progress
  // How long after a lost answer the lists are looked at; empty: 5, 10, 20, 40 and 80 s.
  std::vector<std::chrono::milliseconds> looks = {};
  // Called once where another command is at work on the account, before it is waited for.
  std::function<void(const std::string& holder)> waits_for_lock = {};
};

// `agree` is called on the calling thread, with the order of the domain, before anything is sent, and may be
// empty. If it returns false or throws, nothing is sent. If the last renaming that an earlier run sent for
// the domain is the same and has not failed, it is not sent again. `results` has one for each inbox, or a
// single one where the vendor named none; it holds what is known, also where this throws. Throws UsageError
// where the account has no such domain on an order; RunError where the network, the API or the disk fails, or
// another command changes the account; KeyRefused; Interrupted.
void rename_people(Session& session, const RenameOptions& options,
                   const std::function<bool(const std::string& order)>& agree,
                   std::vector<RenameResult>& results);

}  // namespace domainplan
