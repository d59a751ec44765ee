// Sources: the error values in the documentation of Excel (ERROR.TYPE, and the page on each error) and of
// LibreOffice Calc, in these languages.
#include "intake/error_values.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "core/text.hpp"

namespace domainplan {
namespace {

constexpr std::size_t kLongest = 40;

// Without the mark at the end, which some programs leave out; in any case of letters.
constexpr std::string_view kWithoutMark = R"(
  #N/A #REF #VALUE #DIV/0 #NAME #NULL #NUM #SPILL #CALC #FIELD #GETTING_DATA #ERROR ##ERROR #NAN
  #N.V. #NV #SAKNAS #PUUTTUU #YOK)";

// As they stand, in capitals, but without the Spanish marks that come first.
constexpr std::string_view kAsWritten = R"(
  #CONNECT! #BLOCKED! #UNKNOWN! #BUSY! #PYTHON! #EXTERNAL! #TIMEOUT! #DATA! #TYPE!
  #WERT! #BEZUG! #ZAHL! #ÜBERLAUF! #KALK! #FELD! #BLOCKIERT! #VERBINDEN! #UNBEKANNT! #BESCHÄFTIGT!
  #DATEN_ABRUFEN
  #NUL! #VALEUR! #NOM? #NOMBRE! #CHAMP! #PROPAGATION! #EPARS! #ÉPARS! #BLOQUÉ! #BLOQUE! #INCONNU!
  #CONNEXION! #OCCUPÉ! #OBTENTION_DONNEES
  #NULO! #VALOR! #NOMBRE? #NÚM! #N/D #DESBORDAMIENTO! #CAMPO! #CONECTAR! #BLOQUEADO! #DESCONOCIDO!
  #CÁLCULO! #OCUPADO! #NOME? #DESPEJAR! #EXCEDENTE! #DESCONHECIDO! #NULLO! #VALORE! #RIF! #ESPANSIONE!
  #SCONOSCIUTO! #BLOCCATO! #CONNETTI! #OCCUPATO! #NOM!
  #LEEG! #DEEL/0! #WAARDE! #VERW! #NAAM? #GETAL! #N/B #OVERLOOP! #OVERLOPEN! #VELD! #BEREKENEN!
  #GEBLOKKEERD! #ONBEKEND!
  #SKÄRNING! #DIVISION/0! #VÄRDEFEL! #REFERENS! #NAMN? #OGILTIGT! #SAKNAS! #ÖVERFLÖDE! #FÄLT! #BERÄKNA!
  #VÆRDI! #REFERENCE! #NAVN? #I/T #OVERLØB! #FELT! #BEREGN! #VERDI! #OVERFLYT!
  #TYHJÄ! #JAKO/0! #ARVO! #VIITTAUS! #NIMI? #LUKU! #PUUTTUU! #KENTTÄ! #TÄYTTÖ! #LEVIÄÄ! #LASKE!
  #ZERO! #DZIEL/0! #ARG! #ADR! #NAZWA? #LICZBA! #ROZLANIE! #POLE! #OBL!
  #HODNOTA! #ODKAZ! #NÁZEV? #ČÍSLO! #NENÍ_K_DISPOZICI #PŘESAH! #VÝPOČET!
  #NEPLATNÝ! #DELENIE_NULOU! #NÁZOV? #NEDOSTUPNÝ #PRESAH!
  #VREDN! #SKLIC! #IME? #ŠTEV! #N/V #DEL/0! #NIČ!
  #NULLA! #ZÉRÓOSZTÓ! #ÉRTÉK! #HIV! #NÉV? #SZÁM! #HIÁNYZIK #KIBONTÁS! #KITÖLTÉS! #MEZŐ! #SZÁMÍTÁS!
  #BOŞ! #SAYI/0! #DEĞER! #BAŞV! #AD? #SAYI! #YOK! #TAŞMA! #ALAN! #HESAPLA!
  #ΚΕΝΟ! #ΔΙΑΙΡ/0! #ΤΙΜΗ! #ΑΝΑΦ! #ΟΝΟΜΑ? #ΑΡΙΘ! #Δ/Υ #ΥΠΕΡΧΕΙΛΙΣΗ! #ΠΕΔΙΟ!
  #ПУСТО! #ДЕЛ/0! #ЗНАЧ! #ССЫЛКА! #ИМЯ? #ЧИСЛО! #Н/Д #ПЕРЕНОС! #ПОЛЕ! #ВЫЧИСЛ! #ЗАБЛОКИРОВАНО!
  #ПОДКЛЮЧИТЬ! #НЕИЗВЕСТНО! #ОЖИДАНИЕ_ДАННЫХ
  #ДІЛ/0! #ССИЛКА! #ПОСИЛАННЯ! #ІМ'Я? #ІМ’Я? #СТОЙНОСТ! #ПРЕПР! #ИМЕ?
  #スピル! #フィールド! #計算! #接続! #ブロック! #不明! #ビジー!
  #溢出! #字段! #计算! #连接! #已屏蔽! #未知! #溢位! #欄位!
  #값! #이름? #분산! #계산! #필드! #차단됨! #연결!)";

// LibreOffice: Err:502, in the words of its translations.
constexpr std::string_view kNumbered = R"(
  err erreur erro error errore fel fejl feil fout fehler hata hiba chyba virhe błąd ошибка Ошибка помилка
  Помилка грешка Грешка σφάλμα Σφάλμα エラー 错误 錯誤 오류)";

// Google Sheets, while it computes.
constexpr std::string_view kLoading =
    "loading chargement cargando carregando caricamento загрузка Загрузка 読み込んでいます 正在加载";

bool is_in(std::string_view list, std::string_view word) {
  const std::vector<std::string_view> words = split(list, " \n");
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_numbered(std::string_view lower) {
  const std::size_t colon = lower.find(':');
  if (colon == std::string_view::npos || lower.size() != colon + 4 || lower[colon + 1] != '5') return false;
  return lower.find_first_not_of("0123456789", colon + 1) == std::string_view::npos &&
         is_in(kNumbered, lower.substr(0, colon));
}

bool is_loading(std::string_view lower) {
  for (const std::string_view dots : {"...", "\xE2\x80\xA6"})
    if (lower.ends_with(dots)) return is_in(kLoading, lower.substr(0, lower.size() - dots.size()));
  return false;
}

// "#¡VALOR!" as "#VALOR!", and "#NOM ?" as "#NOM?".
std::string without_decoration(std::string_view cell) {
  std::string out(cell);
  for (const std::string_view mark : {"\xC2\xA1", "\xC2\xBF"})
    if (out.compare(1, mark.size(), mark) == 0) out.erase(1, mark.size());
  for (const std::string_view blank : {" ", "\xC2\xA0", "\xE2\x80\xAF"})
    if (out.size() > blank.size() + 2 && out.compare(out.size() - 1 - blank.size(), blank.size(), blank) == 0)
      out.erase(out.size() - 1 - blank.size(), blank.size());
  return out;
}

}  // namespace

bool is_error_value(std::string_view cell) {
  if (!may_be_error_value(cell) || cell.size() > kLongest) return false;
  if (cell.front() != '#') {
    const std::string lower = ascii_lower(cell);
    return is_numbered(lower) || is_loading(lower);
  }
  if (cell.find_first_not_of('#') == std::string_view::npos) return true;  // the column is too narrow
  const std::string text = without_decoration(cell);
  if (is_in(kAsWritten, text)) return true;
  std::string plain = ascii_lower(text);
  if (plain.ends_with('!') || plain.ends_with('?')) plain.pop_back();
  return plain == "#n/a n/a" || is_in(ascii_lower(kWithoutMark), plain);
}

}  // namespace domainplan
