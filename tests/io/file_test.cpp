#include "io/file.hpp"

#include <signal.h>
#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "domainplan/error.hpp"
#include "scratch_folder.hpp"

using namespace domainplan;
using Catch::Matchers::Contains;

TEST_CASE("a file is read to its end, whatever is in it") {
  const ScratchFolder folder;
  std::string bytes =
      GENERATE(as<std::string>{}, "", "one\r\ntwo", std::string("\0\n\xff\0", 4), std::string(300'000, 'x'));
  OutputFile file(folder / "f");
  file.write(bytes);
  file.close();
  CHECK(bytes_of_file(folder / "f") == bytes);
  CHECK(bytes_if_there(folder / "f") == bytes);
}

TEST_CASE("a file that is not there is reported from one that cannot be read") {
  const ScratchFolder folder;
  CHECK_FALSE(bytes_if_there(folder / "none").has_value());
  CHECK_THROWS_WITH(bytes_of_file(folder / "none"), Contains("cannot read") && Contains("No such file"));
  std::filesystem::create_directory(folder / "folder");
  CHECK_THROWS_AS(bytes_if_there(folder / "folder"), RunError);
  std::filesystem::create_symlink("loop", folder / "loop");
  CHECK_THROWS_AS(bytes_if_there(folder / "loop"), RunError);
}

TEST_CASE("a file is replaced as a whole, and a failure leaves the old one") {
  const ScratchFolder folder;
  replace_file(folder / "f", "one");
  put_bytes(draft_of(folder / "f"), "torn");
  put_bytes(folder / "f.new", "mine");
  replace_file(folder / "f", "two");
  CHECK(bytes_of_file(folder / "f") == "two");
  CHECK(bytes_of_file(folder / "f.new") == "mine");
  CHECK_FALSE(exists(draft_of(folder / "f")));
  std::filesystem::create_directory(folder / "taken");
  CHECK_THROWS_AS(replace_file(folder / "taken", "x"), RunError);
  CHECK(is_folder(folder / "taken"));
}

TEST_CASE("a file that cannot be replaced leaves no draft, whether it cannot be written or put in place") {
  const ScratchFolder folder;
  std::filesystem::create_directory(folder / "taken");
  CHECK_THROWS_AS(replace_file(folder / "taken", "x"), RunError);
  replace_file(folder / "f", "one");
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const auto ignored = signal(SIGXFSZ, SIG_IGN);
  rlimit tight = before;
  tight.rlim_cur = 3;
  setrlimit(RLIMIT_FSIZE, &tight);
  CHECK_THROWS_WITH(replace_file(folder / "f", "a longer text"), Contains("cannot write"));
  setrlimit(RLIMIT_FSIZE, &before);
  signal(SIGXFSZ, ignored);
  CHECK(bytes_of_file(folder / "f") == "one");
  CHECK(entries_of(folder.path()) == std::vector<std::string>{"f", "taken"});
}

TEST_CASE("a symbolic link in the place of a file of ours is refused, and what it leads to stays") {
  const ScratchFolder folder;
  put_bytes(folder / "elsewhere", "mine");
  std::filesystem::create_symlink("elsewhere", folder / "link");
  CHECK_THROWS_WITH(bytes_of_file(folder / "link"), Contains("symbolic link"));
  CHECK_THROWS_WITH(bytes_if_there(folder / "link"), Contains("symbolic link"));
  CHECK_THROWS_AS(OutputFile(folder / "link"), RunError);
  CHECK(bytes_of_file(folder / "elsewhere") == "mine");
}

TEST_CASE("every error of the file system is ours, and names the file") {
  const ScratchFolder folder;
  put_bytes(folder / "f", "x");
  const std::string below = folder / "f/below";
  const auto is_disk = Catch::Predicate<RunError>(
      [](const RunError& error) { return error.code() == ErrorCode::disk; }, "disk");
  CHECK_THROWS_MATCHES(make_folder(below), RunError, is_disk);
  CHECK_THROWS_MATCHES(make_folder_if_absent(folder / "f"), RunError, is_disk);
  CHECK_THROWS_MATCHES(make_parents(below + "/x"), RunError, is_disk);
  CHECK_THROWS_MATCHES(make_parents(folder / "new/" + std::string(300, 'x') + "/y"), RunError, is_disk);
  CHECK_FALSE(exists(folder / "new"));
  CHECK_THROWS_MATCHES(entries_of(folder / "f"), RunError, is_disk);
  CHECK_THROWS_MATCHES(rename_file(folder / "none", below), RunError, is_disk);
  CHECK_THROWS_MATCHES(sync_folder(folder / "none"), RunError, is_disk);
  CHECK_THROWS_WITH(make_folder(below), Contains(below));
  CHECK_NOTHROW(remove_file(folder / "none"));
  CHECK_NOTHROW(remove_tree(folder / "none"));
}
