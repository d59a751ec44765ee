// The URLs of an order, fetched from a TLS server on loopback - which only these tests may reach.
#include <httplib.h>

#include <fmt/format.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <mutex>
#include <set>
#include <thread>

#include "domainplan/error.hpp"
#include "partner/certificate.hpp"
#include "partner/fetch.hpp"

using namespace domainplan;
using namespace domainplan::partner;
using namespace domainplan::tests;
using Catch::Matchers::Contains;
using Kind = UrlToCheck::Kind;

namespace {

constexpr std::size_t kLargest = 100'000;

class PictureServer {
 public:
  PictureServer() : server_(certificate_.path(), key_.path()) {
    REQUIRE(server_.is_valid());
    server_.set_pre_routing_handler([this](const httplib::Request& request, httplib::Response&) {
      const std::lock_guard lock(mutex_);
      ++fetched_[request.path];
      headers_.insert(request.headers.begin(), request.headers.end());
      return httplib::Server::HandlerResponse::Unhandled;
    });
    serve("/picture.png", 200, "image/png", "\x89PNG");
    serve("/shouted", 200, "IMAGE/JPEG", "jpeg");
    serve("/page", 200, "text/html", "<html>");
    serve("/missing", 404, "text/html", "no");
    serve("/broken", 503, "text/html", "later");
    serve("/nothing", 200, "image/png", "");
    serve("/partial", 206, "image/png", "\x89PNG");
    serve("/at-limit", 200, "image/png", std::string(kLargest, 'x'));
    serve("/large", 200, "image/png", std::string(kLargest + 1, 'x'));
    server_.Get("/moved", [](const httplib::Request&, httplib::Response& response) {
      response.status = 302;
      response.set_header("Location", "/picture.png");
    });
    server_.Get("/endless", [this](const httplib::Request& request, httplib::Response& response) {
      const std::string type = request.has_param("image") ? "image/png" : "text/html";
      response.set_chunked_content_provider(type.c_str(), [this](std::size_t, httplib::DataSink& sink) {
        const std::string block(10'000, 'x');
        endless_bytes_ += block.size();
        return sink.write(block.data(), block.size());
      });
    });
    server_.Get("/slow", [this](const httplib::Request&, httplib::Response& response) {
      while (!ending_) std::this_thread::sleep_for(std::chrono::milliseconds(5));
      response.set_content("late", "image/png");
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    serving_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~PictureServer() {
    ending_ = true;
    server_.stop();
    serving_.join();
  }

  std::string url(const std::string& path) const {
    return fmt::format("https://localhost:{}{}", port_, path);
  }
  int port() const { return port_; }
  int fetched(const std::string& path) {
    const std::lock_guard lock(mutex_);
    return fetched_[path];
  }
  int fetched_in_all() {
    const std::lock_guard lock(mutex_);
    int sum = 0;
    for (const auto& [path, count] : fetched_) sum += count;
    return sum;
  }
  bool got_header(const std::string& name) {
    const std::lock_guard lock(mutex_);
    return headers_.count(name) > 0;
  }
  std::size_t endless_bytes() const { return endless_bytes_; }

  // As in life, but for loopback and for the certificate.
  FetchRules rules() const {
    FetchRules rules;
    rules.may_connect = [](const sockaddr*) { return true; };
    rules.ca_file = certificate_.path();
    rules.largest_picture = kLargest;
    return rules;
  }

 private:
  void serve(const std::string& path, int status, const std::string& type, const std::string& body) {
    server_.Get(path.c_str(), [=](const httplib::Request&, httplib::Response& response) {
      response.status = status;
      response.set_content(body, type.c_str());
    });
  }

  TemporaryFile certificate_{kCertificate};
  TemporaryFile key_{kPrivateKey};
  httplib::SSLServer server_;
  int port_ = 0;
  std::mutex mutex_;
  std::map<std::string, int> fetched_;
  httplib::Headers headers_;
  std::atomic<std::size_t> endless_bytes_ = 0;
  std::atomic<bool> ending_ = false;
  std::thread serving_;
};

std::string wrong_with(Kind kind, const std::string& url, const FetchRules& rules) {
  const auto wrong = wrong_with_urls({{kind, url}}, {}, rules);
  REQUIRE(wrong.size() == 1);
  return wrong.front();
}

}  // namespace

TEST_CASE("a picture must answer 200 with an image that is not too large") {
  PictureServer server;
  const auto wrong = [&](const std::string& path) {
    return wrong_with(Kind::picture, server.url(path), server.rules());
  };
  CHECK(wrong("/picture.png") == "");
  CHECK(wrong("/shouted") == "");
  CHECK(wrong("/at-limit") == "");
  CHECK_THAT(wrong("/large"), Contains("larger than"));
  CHECK_THAT(wrong("/page"), Contains("'text/html'") && Contains("right would be 200 with an image"));
  CHECK_THAT(wrong("/missing"), Contains("answers 404"));
  CHECK_THAT(wrong("/broken"), Contains("answers 503"));
  CHECK_THAT(wrong("/partial"), Contains("answers 206"));
  CHECK_THAT(wrong("/nothing"), Contains("nothing in it"));
  // Not followed, though what it leads to would do.
  CHECK_THAT(wrong("/moved"), Contains("answers 302, a redirect to '/picture.png'"));
  CHECK(server.fetched("/picture.png") == 1);
  CHECK(server.fetched("/missing") == 1);  // once: there is no second try
}

TEST_CASE("a forwarding URL may answer with a page or a redirect") {
  PictureServer server;
  const auto wrong = [&](const std::string& path) {
    return wrong_with(Kind::forwarding, server.url(path), server.rules());
  };
  CHECK(wrong("/page") == "");
  CHECK(wrong("/moved") == "");
  CHECK(server.fetched("/picture.png") == 0);
  CHECK_THAT(wrong("/missing"), Contains("answers 404") && Contains("2xx") && Contains("3xx"));
  CHECK_THAT(wrong("/broken"), Contains("answers 503"));
}

TEST_CASE("an endless answer is cut off: too large for a picture, enough of a page") {
  PictureServer server;
  CHECK_THAT(wrong_with(Kind::picture, server.url("/endless?image=1"), server.rules()),
             Contains("larger than"));
  CHECK(wrong_with(Kind::forwarding, server.url("/endless"), server.rules()) == "");
  CHECK(server.endless_bytes() > 0);
}

TEST_CASE("a server that does not answer is waited for only so long") {
  PictureServer server;
  FetchRules rules = server.rules();
  rules.whole_timeout = std::chrono::milliseconds(300);
  CHECK_THAT(wrong_with(Kind::picture, server.url("/slow"), rules), Contains("did not answer in time"));
}

TEST_CASE("nothing is fetched from an address that is not public, however the URL leads there") {
  PictureServer server;
  FetchRules rules = server.rules();
  rules.may_connect = FetchRules().may_connect;
  for (const Kind kind : {Kind::picture, Kind::forwarding})
    for (const char* const host :
         {"localhost", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0.0.0.0", "[::ffff:127.0.0.1]"}) {
      INFO(host);
      const std::string url = fmt::format("https://{}:{}/picture.png", host, server.port());
      CHECK_THAT(wrong_with(kind, url, rules), Contains("not of the public internet"));
    }
  CHECK(server.fetched_in_all() == 0);
}

TEST_CASE("no proxy of the environment connects in our place") {
  PictureServer server;
  FetchRules rules = server.rules();
  rules.may_connect = FetchRules().may_connect;
  ::setenv("https_proxy", fmt::format("http://127.0.0.1:{}", server.port()).c_str(), 1);
  ::setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
  const std::string judged = wrong_with(Kind::picture, server.url("/picture.png"), rules);
  const std::string allowed = wrong_with(Kind::picture, server.url("/picture.png"), server.rules());
  ::unsetenv("https_proxy");
  ::unsetenv("ALL_PROXY");
  CHECK_THAT(judged, Contains("not of the public internet"));
  CHECK(allowed == "");  // directly
}

TEST_CASE("only https is fetched, and no URL with a password in it") {
  PictureServer server;
  const auto wrong = [&](const std::string& url) { return wrong_with(Kind::picture, url, server.rules()); };
  CHECK_THAT(wrong(fmt::format("http://localhost:{}/picture.png", server.port())),
             Contains("is http") && Contains("https URL would be right"));
  CHECK_THAT(wrong("file:///etc/passwd"), Contains("is file"));
  CHECK_THAT(wrong("ftp://localhost/picture.png"), Contains("is ftp"));
  CHECK_THAT(wrong("gopher://localhost:70/x"), Contains("is gopher"));
  CHECK_THAT(wrong(""), Contains("is not a URL"));
  CHECK_THAT(wrong("picture.png"), Contains("right"));
  CHECK_THAT(wrong(fmt::format("https://localhost:{}/picture.png", server.port()) + std::string("\0x", 2)),
             Contains("is not a URL"));
  const std::string secret =
      wrong(fmt::format("https://somebody:hunter2@localhost:{}/picture.png", server.port()));
  CHECK_THAT(secret, Contains("password") && !Contains("hunter2"));
  CHECK(server.fetched_in_all() == 0);
}

TEST_CASE("a certificate nobody vouches for, and a port nobody listens on, are reported") {
  PictureServer server;
  FetchRules rules = server.rules();
  rules.ca_file.clear();
  CHECK_THAT(wrong_with(Kind::picture, server.url("/picture.png"), rules), Contains("certificate"));
  CHECK(server.fetched_in_all() == 0);
  CHECK_THAT(wrong_with(Kind::picture, "https://localhost:1/", server.rules()),
             Contains("cannot be fetched"));
}

TEST_CASE("many URLs are fetched once each, and reported in their order") {
  PictureServer server;
  std::vector<UrlToCheck> urls;
  for (int i = 0; i < 40; ++i) urls.push_back({Kind::picture, server.url(fmt::format("/picture.png?{}", i))});
  urls.insert(urls.begin() + 3, {Kind::picture, server.url("/page")});
  urls.insert(urls.begin() + 7, {Kind::picture, "http://localhost/"});
  urls.push_back({Kind::picture, server.url("/page")});
  urls.push_back({Kind::forwarding, server.url("/missing")});
  FetchRules rules = server.rules();
  rules.at_once = 4;
  std::vector<std::size_t> progress;  // of 43 different ones
  const auto wrong = wrong_with_urls(urls, {}, rules, [&](std::size_t checked, std::size_t total) {
    CHECK(total == 43);
    progress.push_back(checked);
  });
  CHECK(progress.front() == 1);  // it need not be fetched to be wrong
  CHECK(progress.back() == 43);
  CHECK(progress.size() == 43);
  REQUIRE(wrong.size() == 44);
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    INFO(i << " " << urls[i].url << " " << wrong[i]);
    CHECK(wrong[i].empty() == (i != 3 && i != 7 && i < 42));
  }
  CHECK(wrong[42] == wrong[3]);
  CHECK_THAT(wrong[7], Contains("is http"));
  CHECK_THAT(wrong[43], Contains("answers 404"));
  CHECK(server.fetched("/picture.png") == 40);
  CHECK(server.fetched("/page") == 1);
  CHECK_FALSE(server.got_header("Authorization"));
  CHECK_FALSE(server.got_header("Cookie"));
}

TEST_CASE("no URLs are not work") { CHECK(wrong_with_urls({}, {}).empty()); }

TEST_CASE("an interruption ends the fetching") {
  PictureServer server;
  std::stop_source stop;
  std::thread interrupting([&] {
    while (server.fetched("/slow") == 0) std::this_thread::yield();
    stop.request_stop();
  });
  CHECK_THROWS_AS(wrong_with_urls({{Kind::picture, server.url("/slow")}}, stop.get_token(), server.rules()),
                  Interrupted);
  interrupting.join();
}

TEST_CASE("a rule about addresses that throws allows none") {
  PictureServer server;
  FetchRules rules = server.rules();
  rules.may_connect = [](const sockaddr*) -> bool { throw 7; };
  CHECK_THAT(wrong_with(Kind::picture, server.url("/picture.png"), rules), Contains("public internet"));
  CHECK(server.fetched_in_all() == 0);
}
