// The sandbox without a client.
#include <domainplan/sandbox.hpp>

#include <cstdio>

int main() {
  const domainplan::sandbox::Server server({});
  std::printf("a sandbox at %s\n", server.base_url().c_str());
  return server.port() > 0 ? 0 : 1;
}
