// What became of a request that must not be repeated blindly, as it changes something that costs or deletes:
// POST /orders, POST /swaps and the like. The one place that decides between "no" and "lost".
#pragma once

#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "partner/client.hpp"

namespace domainplan::partner {

enum class SendState : std::uint8_t {
  done,          // 2xx with an object that its reader accepts
  refused,       // the vendor's own envelope with a known code, a 4xx, and no lost answer before it
  nothing_done,  // 401, 403 or 429 in that envelope, with no lost answer before it; see `status`
  lost,          // anything else: it may have been carried out
  held_back,     // Request::may_start said no; nothing was sent
  closed  // nothing was sent: an earlier answer asked for a pause of more than an hour; the run has to end
};

struct Sent : ApiCall {
  SendState state = SendState::lost;
  ErrorEnvelope error = {};  // of an answer that was no 2xx; redacted
  std::string message = {};  // for people: what was asked and what happened; redacted and escaped; "" if done
  ErrorCode error_code = ErrorCode::api;  // what kind of error it is, where it is one
  // Whether some of the request went out. Where it is false and the state is lost, the server was not
  // reached.
  bool went_out = false;

  // A refusal for its `field`: `domains`, or what begins with `domains.` or `domains[`.
  bool concerns_domains() const { return state == SendState::refused && partner::concerns_domains(error); }
  bool key_refused() const { return state == SendState::nothing_done && (status == 401 || status == 403); }
  bool rate_limited() const { return state == SendState::nothing_done && status == 429; }
};

template <class Value>
struct SentFor : Sent {
  std::optional<Value> value;  // set if and only if the state is done
};

// Judges an outcome by its status and envelope. `lost_before`: an earlier attempt with the same bytes was
// lost, so that a "no" does not say that nothing was done. A 2xx is lost here; only its reader can make it
// done. `call` is the method, path and host.
Sent judge(const Outcome& outcome, ApiCall call, bool lost_before, const Redactor& redactor);

// The error that ends a run after a request that came to nothing: KeyRefused, or RunError, about the call, or
// about `subject` (a customer) where one is given.
std::exception_ptr error_of(const Sent& sent, const std::string& subject = {});

// Sends `request` with at most one attempt on the wire. After a 429 all calls pause; the caller decides
// whether it sends again, and that waits for its turn. `may_start` is asked right before it is sent, on the
// network thread: if it says no, nothing is sent (empty: yes). Throws Interrupted where the client was
// stopped: the request may have gone out.
template <class Value>
SentFor<Value> send_once(Client& client, Request request, bool lost_before, Value (*read)(const Fields&),
                         std::function<bool()> may_start = {}) {
  const std::string name = request.method + " " + request.path;
  ApiCall call{.method = request.method,
               .path = client.redactor().redacted(request.path),
               .host = client.api().host()};
  request.once = true;
  if (may_start) request.may_start = [may_start = std::move(may_start)](int) { return may_start(); };
  const Outcome outcome = client.outcome(std::move(request));
  SentFor<Value> sent{judge(outcome, std::move(call), lost_before, client.redactor()), std::nullopt};
  const auto* const answer = std::get_if<Answer>(&outcome);
  if (!answer || answer->status < 200 || answer->status >= 300) return sent;
  std::vector<Odd> odd;
  try {
    const nlohmann::json data = data_of(*answer, client.redactor());
    sent.value = read(Fields(data, "the answer", client.reading(odd)));
    sent.state = SendState::done;
    sent.message.clear();
  } catch (const RunError& error) {
    sent.message = client.redactor().redacted(name + ": " + error.what());
  }
  return sent;
}

}  // namespace domainplan::partner
