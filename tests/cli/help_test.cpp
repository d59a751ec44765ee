// The help of every command as tests/golden/help/ has it. UPDATE_GOLDEN=1 in the environment writes the files
// anew.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/command.hpp"
#include "cli/parse.hpp"
#include "terminal.hpp"

using namespace domainplan;

namespace {

const std::string kFolder = std::string(TESTS_FOLDER) + "/golden/help/";

void check_golden(const std::string& name, const std::string& text) {
  if (std::getenv("UPDATE_GOLDEN")) std::ofstream(kFolder + name, std::ios::binary) << text;
  std::ifstream file(kFolder + name, std::ios::binary);
  const std::string golden{std::istreambuf_iterator<char>(file), {}};
  INFO("tests/golden/help/" << name << "; UPDATE_GOLDEN=1 writes it anew");
  CHECK(text == golden);
}

// The examples of a command, each in one line: what begins with two blanks and "domainplan", or a variable.
std::vector<std::string> examples_of(const std::string& about) {
  std::vector<std::string> examples;
  bool goes_on = false;
  std::string line;
  for (std::istringstream lines(about); std::getline(lines, line);) {
    if (goes_on)
      examples.back() += line;
    else if (line.starts_with("  ") && line.find("domainplan ") != std::string::npos)
      examples.push_back(line);
    else
      continue;
    goes_on = line.ends_with('\\') || line.ends_with('|');
    if (line.ends_with('\\')) examples.back().pop_back();
  }
  return examples;
}

// The words of a shell command, as far as help needs it: quotes, and nothing after > or <.
std::vector<std::string> words_of(const std::string& command) {
  std::vector<std::string> words;
  bool inside = false;
  char quote = 0;
  for (const char c : command) {
    if (quote == 0 && (c == '>' || c == '<')) break;
    if (quote == 0 && (c == ' ' || c == ')')) {
      inside = false;
    } else if (c == quote || (quote == 0 && (c == '"' || c == '\''))) {
      quote = quote == 0 ? c : '\0';
    } else {
      if (!inside) words.emplace_back();
      inside = true;
      words.back() += c;
    }
  }
  return words;
}

// Whether an example runs the program itself, after variables that it sets.
bool runs_the_program(const std::string& example) {
  const std::vector<std::string> words = words_of(example);
  const auto program = std::find_if(words.begin(), words.end(), [](const std::string& word) {
    return word.find('=') == std::string::npos;
  });
  return program != words.end() && *program == "domainplan";
}

// The program's commands in an example: "a | domainplan check -" is {"check", "-"}.
std::vector<std::vector<std::string>> commands_in(const std::string& example) {
  std::vector<std::vector<std::string>> commands;
  std::string part;
  for (std::istringstream parts(example); std::getline(parts, part, '|');) {
    const std::size_t program = part.find("domainplan ");
    if (program != std::string::npos)
      commands.push_back(words_of(part.substr(program + std::string("domainplan ").size())));
  }
  return commands;
}

}  // namespace

TEST_CASE("the help of every command is as its golden file says") {
  check_golden("domainplan.txt", Terminal().run({"help"}).out);
  for (const cli::Command& command : cli::commands())
    check_golden(command.name + ".txt", Terminal().run({"help", command.name}).out);
}

TEST_CASE("help COMMAND and COMMAND --help print the same") {
  for (const cli::Command& command : cli::commands())
    CHECK(Terminal().run({"help", command.name}).out == Terminal().run({command.name, "--help"}).out);
}

TEST_CASE("every command has two examples, and each is accepted by the parser") {
  std::istringstream in;
  std::ostringstream out, err;
  cli::Process process{
      .in = in, .out = out, .err = err, .environment = [](const auto&) { return std::nullopt; }, .stop = {}};
  for (const cli::Command& command : cli::commands()) {
    const std::vector<std::string> examples = examples_of(command.about);
    INFO(command.name);
    CHECK(std::count_if(examples.begin(), examples.end(), [&](const std::string& example) {
            const auto found = commands_in(example);
            return runs_the_program(example) &&
                   std::any_of(found.begin(), found.end(),
                               [&](const auto& words) { return words.front() == command.name; });
          }) >= 2);
    for (const std::string& example : examples) {
      INFO(example);
      const auto found = commands_in(example);
      REQUIRE(!found.empty());
      for (const std::vector<std::string>& words : found) {
        if (words.front() == "config") continue;  // its file need not be there
        CHECK_NOTHROW(
            cli::parse(cli::command_named(words.front()), {words.begin() + 1, words.end()}, process));
      }
    }
  }
}
