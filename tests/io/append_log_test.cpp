#include "io/append_log.hpp"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "domainplan/error.hpp"
#include "io/file_lock.hpp"
#include "scratch_folder.hpp"

using namespace domainplan;
using Catch::Matchers::Contains;

namespace {

const Durability kBoth[] = {Durability::each_append, Durability::each_second};

// The code of the RunError that `work` throws.
template <class Work>
ErrorCode code_of(Work work) {
  try {
    work();
  } catch (const RunError& error) {
    return error.code();
  }
  return ErrorCode::internal;
}

}  // namespace

TEST_CASE("what is appended follows what was there") {
  const ScratchFolder folder;
  for (const Durability durability : kBoth) {
    AppendLog log(folder / "log", durability);
    log.append("{\"a\":1}\n{\"a\":2}\n");
    CHECK(log.size() == std::filesystem::file_size(folder / "log"));
  }
  CHECK(bytes_of(folder / "log") == "{\"a\":1}\n{\"a\":2}\n{\"a\":1}\n{\"a\":2}\n");
  struct stat status {};
  REQUIRE(::stat((folder / "log").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("a second writer is refused while the first holds the log, and its file is as it was") {
  const ScratchFolder folder;
  AppendLog log(folder / "log", Durability::each_append);
  log.append("1\n");
  for (const Durability durability : kBoth)
    CHECK(code_of([&] { AppendLog(folder / "log", durability); }) == ErrorCode::locked);
  log.append("2\n");
  log.close();
  AppendLog(folder / "log", Durability::each_append).append("3\n");
  CHECK(bytes_of(folder / "log") == "1\n2\n3\n");
}

TEST_CASE("what an interruption tore off is repaired before anything follows it") {
  const std::string whole = "{\"a\":1}\n{\"b\":2}\n";
  const auto [found, kept] = GENERATE_COPY(table<std::string, std::string>({
      {"", ""},
      {whole, whole},
      {whole + "{\"c", whole},
      {whole + "{\"c\":3}", whole + "{\"c\":3}\n"},
      {whole + std::string(5000, '\0'), whole},
      {whole + "{\"c\":3}" + std::string(9, '\0'), whole},
      {"{\"a\":1", ""},
  }));
  for (const Durability durability : kBoth) {
    const ScratchFolder folder;
    put_bytes(folder / "log", found);
    AppendLog log(folder / "log", durability);
    CHECK(bytes_of(folder / "log") == kept);
    log.append("{}\n");
    CHECK(bytes_of(folder / "log") == kept + "{}\n");
  }
}

TEST_CASE("a NUL byte with whole lines behind it is damage that stays, and they stay too") {
  const std::string found =
      GENERATE(as<std::string>{}, "1\n" + std::string(3, '\0') + "\n2\n",
               "1\n" + std::string(5000, '\0') + "n\"}\n2\n", "1\n\"a" + std::string(1, '\0') + "b\"\n2\n");
  for (const Durability durability : kBoth) {
    const ScratchFolder folder;
    put_bytes(folder / "log", found);
    AppendLog(folder / "log", durability).append("3\n");
    CHECK(bytes_of(folder / "log") == found + "3\n");
    // Zeros at the end are a torn tail all the same.
    put_bytes(folder / "log", found + std::string(5000, '\0'));
    { AppendLog log(folder / "log", durability); }
    CHECK(bytes_of(folder / "log") == found);
    const std::string last_line = std::string(200, '\0') + "n\"}\n";
    put_bytes(folder / "log", found + last_line);
    { AppendLog log(folder / "log", durability); }
    CHECK(bytes_of(folder / "log") == (durability == Durability::each_second ? found : found + last_line));
  }
}

TEST_CASE("lines that do not fit on the disk leave no part of them") {
  const ScratchFolder folder;
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const auto ignored = signal(SIGXFSZ, SIG_IGN);
  for (const Durability durability : kBoth) {
    AppendLog log(folder / "log", durability);
    log.append("{\"a\":1}\n");
    const std::string whole = bytes_of(folder / "log");
    rlimit tight = before;
    tight.rlim_cur = whole.size() + 3;
    setrlimit(RLIMIT_FSIZE, &tight);
    CHECK(code_of([&] { log.append("{\"b\":2}\n"); }) == ErrorCode::disk);
    setrlimit(RLIMIT_FSIZE, &before);
    CHECK(bytes_of(folder / "log") == whole);
    log.append("{\"c\":3}\n");
    CHECK(bytes_of(folder / "log") == whole + "{\"c\":3}\n");
  }
  signal(SIGXFSZ, ignored);
}

TEST_CASE("a symbolic link or a pipe in the place of a log is refused") {
  const ScratchFolder folder;
  put_bytes(folder / "elsewhere", "mine");
  std::filesystem::create_symlink("elsewhere", folder / "link");
  std::filesystem::create_symlink("nowhere", folder / "dangling");
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  for (const char* name : {"link", "dangling", "pipe"})
    CHECK(code_of([&] { AppendLog(folder / name, Durability::each_append); }) == ErrorCode::disk);
  CHECK_THROWS_WITH(AppendLog(folder / "link", Durability::each_append), Contains("symbolic link"));
  CHECK(bytes_of(folder / "elsewhere") == "mine");
  CHECK_FALSE(std::filesystem::exists(folder / "nowhere"));
}

TEST_CASE("lines are numbered as an editor numbers them, blank ones included") {
  const std::string bytes = "1\n\n2\n\"3";
  std::string seen;
  each_line(bytes, [&](std::string_view line, std::size_t number, bool whole) {
    seen += fmt::format("{}={}{} ", number, line, whole ? "" : "?");
  });
  CHECK(seen == "1=1 3=2 4=\"3? ");
  const ScratchFolder folder;
  put_bytes(folder / "log", bytes);
  seen.clear();
  each_line_of_log(folder / "log", [&](std::string_view line, std::size_t number) {
    seen += fmt::format("{}={} ", number, line);
  });
  CHECK(seen == "1=1 3=2 ");
}

TEST_CASE("a log of any size is read line by line") {
  const ScratchFolder folder;
  std::string bytes;
  for (int i = 0; i < 20'000; ++i) bytes += std::to_string(i) + std::string(i % 97, ' ') + "\n";
  bytes += "\"" + std::string(1'000'000, 'x') + "\"";
  put_bytes(folder / "log", bytes);
  std::string read;
  each_line_of_log(folder / "log", [&](std::string_view line, std::size_t number) {
    CHECK_FALSE(line.empty());
    read += line;
    if (number <= 20'000) read += '\n';
  });
  CHECK(read == bytes);
}

TEST_CASE("a lock is held until its object ends, and its file names the holder") {
  const ScratchFolder folder;
  {
    const auto lock = FileLock::try_to_take(folder / "lock");
    REQUIRE(lock);
    CHECK_FALSE(FileLock::try_to_take(folder / "lock"));
    CHECK(lock_holder(folder / "lock") == fmt::format("process {}", ::getpid()));
  }
  CHECK(FileLock::try_to_take(folder / "lock"));
  put_bytes(folder / "odd", "\x1b[2J");
  CHECK(lock_holder(folder / "odd") == "another process");
}
