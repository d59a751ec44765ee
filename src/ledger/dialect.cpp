#include "ledger/dialect.hpp"

#include <array>

namespace domainplan::ledger {
namespace {

struct Word {
  std::string_view word, sqlite, postgres;
};

constexpr std::string_view kPostgresClock = "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)";
constexpr std::array<Word, 4> kWords = {{
    {"{each}", "json_each($1)", "json_array_elements(CAST($1 AS JSON))"},
    {"{each_text}", "json_each($1)", "json_array_elements_text(CAST($1 AS JSON))"},
    {"{now}", "domainplan_now()", kPostgresClock},
    {"{tick}", "domainplan_tick()", kPostgresClock},
}};

}  // namespace

std::string in_dialect(std::string_view sql, Dialect dialect) {
  std::string spelled(sql);
  for (const Word& word : kWords) {
    const std::string_view by = dialect == Dialect::sqlite ? word.sqlite : word.postgres;
    for (std::size_t at = 0; (at = spelled.find(word.word, at)) != std::string::npos; at += by.size())
      spelled.replace(at, word.word.size(), by);
  }
  return spelled;
}

}  // namespace domainplan::ledger
