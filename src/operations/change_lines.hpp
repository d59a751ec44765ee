// The lines of a journal of changes. Each part is a struct with one table of fields, which serves the writer
// and the reader.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "operations/change_journal.hpp"
#include "store/cells.hpp"
#include "store/json_fields.hpp"

namespace domainplan {

inline constexpr std::int64_t kChangeVersion = 1;

// In the order of Change::State.
inline constexpr std::array<std::string_view, 5> kChangeEvents = {"intent", "accepted", "done", "refused",
                                                                  "not_done"};
inline store::Json json_of(Change::State event) { return kChangeEvents[static_cast<std::size_t>(event)]; }
inline bool read_json(const store::Json& json, Change::State& event) {
  return json.is_string() && store::read_name(json.get_ref<const std::string&>(), kChangeEvents, event);
}

// Every line begins with it.
struct ChangeHead {
  std::int64_t version = kChangeVersion;
  UtcTime at;
  std::uint64_t change = 0;  // its number
  Change::State event = Change::State::open;
};
inline constexpr store::JsonFields kChangeHead{
    store::JsonField{"version", &ChangeHead::version},
    store::JsonField{"at", &ChangeHead::at},
    store::JsonField{"change", &ChangeHead::change},
    store::JsonField{"event", &ChangeHead::event},
};

// What an intent adds: the kind says by which table `what` is written.
struct BegunChange {
  std::string kind;
  store::Json what;
};
inline constexpr store::JsonFields kBegunChange{
    store::JsonField{"kind", &BegunChange::kind},
    store::JsonField{"what", &BegunChange::what},
};

// What all other events add.
struct AnsweredChange {
  store::Json result;
};
inline constexpr store::JsonFields kAnsweredChange{store::JsonField{"result", &AnsweredChange::result}};

inline constexpr store::JsonFields kChangeResult{
    store::JsonField{"job", &ChangeResult::job, store::Presence::if_not_empty},
    store::JsonField{"status", &ChangeResult::status, store::Presence::if_not_empty},
    store::JsonField{"message", &ChangeResult::message, store::Presence::if_not_empty},
    store::JsonField{"swaps", &ChangeResult::swaps, store::Presence::if_not_empty},
};

inline constexpr store::JsonFields kForwardIntent{
    store::JsonField{"url", &ForwardIntent::url},
    store::JsonField{"domains", &ForwardIntent::domains},
};
inline constexpr store::JsonFields kSwapIntent{
    store::JsonField{"order", &SwapIntent::order},
    store::JsonField{"domain", &SwapIntent::domain},
    store::JsonField{"domain_id", &SwapIntent::domain_id},
    store::JsonField{"replacement", &SwapIntent::replacement},
    store::JsonField{"type", &SwapIntent::type, store::Presence::since_later},
    store::JsonField{"price_cents", &SwapIntent::price_cents, store::Presence::since_later},
    store::JsonField{"known", &SwapIntent::known},
};
inline constexpr store::JsonFields kRenameIntent{
    store::JsonField{"domain", &RenameIntent::domain},
    store::JsonField{"domain_id", &RenameIntent::domain_id},
    store::JsonField{"order", &RenameIntent::order, store::Presence::since_later},
    store::JsonField{"personas", &RenameIntent::personas},
    store::JsonField{"known", &RenameIntent::known},
};
inline constexpr store::JsonFields kCancelIntent{
    store::JsonField{"order", &CancelIntent::order},
    store::JsonField{"domains", &CancelIntent::domains},
};

// The name and the table of each kind.
constexpr std::string_view kind_of(const ForwardIntent&) { return "forward"; }
constexpr std::string_view kind_of(const SwapIntent&) { return "swap"; }
constexpr std::string_view kind_of(const RenameIntent&) { return "rename"; }
constexpr std::string_view kind_of(const CancelIntent&) { return "cancel"; }
constexpr const auto& fields_of(const ForwardIntent&) { return kForwardIntent; }
constexpr const auto& fields_of(const SwapIntent&) { return kSwapIntent; }
constexpr const auto& fields_of(const RenameIntent&) { return kRenameIntent; }
constexpr const auto& fields_of(const CancelIntent&) { return kCancelIntent; }

}  // namespace domainplan
