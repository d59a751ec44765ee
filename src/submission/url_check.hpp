// Fetches the URLs of orders before they are sent.
#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>

#include "submission/engine.hpp"

namespace domainplan {

// Fetches each picture and forwarding URL of the orders to be sent once, and holds the orders with one that
// does not answer as it must. `progress` is SubmitHooks::checking_urls. Throws as partner::wrong_with_urls
// does.
void hold_bad_urls(Engine& engine, std::stop_token stop,
                   const std::function<void(std::size_t checked, std::size_t total)>& progress);

}  // namespace domainplan
