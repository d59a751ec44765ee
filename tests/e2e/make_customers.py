#!/usr/bin/env python3
"""Writes the input files of many customers, with names as companies in fourteen languages have them.

    make_customers.py COUNT FOLDER [SEED [DISTINCT]]

The same count and seed give the same files. A fifth of the customers share their brand with another one.
With DISTINCT 1 every brand begins with a word of its own, as the words here give out long before 100,000 companies do.
"""

import csv
import json
import pathlib
import random
import sys

# One entry a language: first words, second words, legal forms, whether words are joined by a space; given and
# family names. "" among the legal forms: many customers write none.
LANGUAGES = [
    ("en", "Harbor Copper Willow Summit Bright Iron Cedar Falcon Meadow Quarry Lantern Granite Juniper Anchor Pioneer "
     "Silver Northgate Redwood Orchard Beacon", "Logistics Analytics Foods Dental Robotics Capital Fitness Roofing "
     "Software Interiors Legal Farms Media Studios Partners Health Energy Bikes Security Travel",
     ["", "Inc.", "LLC", "Ltd", "& Sons", "Co.", "Group"], " ",
     "Ava Liam Grace Noah Ruby Owen", "Carter Hughes O'Brien Bennett Smith-Jones Okafor"),
    ("de", "Bäcker Müller Grün König Schöne Wald Nord Groß Jäger Alpen Rhein Käse Brücken Süd Höhen",
     "Technik Werke Bau Möbel Küchen Handel Gärten Druckerei Räder Maschinen Verlag Lösungen",
     ["", "GmbH", "AG", "GmbH & Co. KG", "e.K.", "UG (haftungsbeschränkt)"], " ",
     "Jürgen Anja Björn Käthe Lukas", "Weiß Schröder Böhm Krüger Lang"),
    ("fr", "L'Étoile Beauté Château Forêt Lumière L'Océan Rivière Cœur Soleil Crème",
     "Française Boulangerie Énergie Santé Voyages Conseil Été Mécanique Design Façades",
     ["", "SARL", "SAS", "S.A.", "et Fils"], " ", "Éloïse Amélie Jean-François Zoé", "Lefèvre D'Aubigné Garçon Noël"),
    ("pl", "Żółty Świat Łódź Gdańsk Źródło Słońce Wiśnia Dąb Góra Jabłko",
     "Meble Usługi Księgowość Transport Części Zdrowie Okna Szkoła Budowa",
     ["", "Sp. z o.o.", "S.A.", "sp.j."], " ", "Łukasz Agnieszka Małgorzata Paweł", "Wiśniewska Żak Dąbrowski Nowak"),
    ("es", "Corazón Montaña Niño Río Águila Jardín Señor Fénix Sueño", "Verde Comunicación Diseño Logística Añejo "
     "Energía Técnica Azúcar Educación", ["", "S.L.", "S.A. de C.V.", "e Hijos"], " ",
     "Lucía Íñigo José Begoña", "Muñoz Peña García Núñez"),
    ("ru", "Северный Золотой Новый Чистый Балтийский Уральский Красный Южный Морской Светлый",
     "Ветер Лес Дом Завод Путь Хлеб Строй Берег Щит Ключ", ["", "ООО", "АО", "ИП"], " ",
     "Анастасия Дмитрий Юлия Фёдор", "Соколова Щукин Жукова Чехов"),
    ("el", "Θάλασσα Ήλιος Ελληνική Αθηνά Χρυσή Νέα Μεγάλη Όραμα", "Τρόφιμα Ενέργεια Ταξίδια Υγεία Ψυχή Μεταφορές "
     "Ξενοδοχεία Οίνος", ["", "Α.Ε.", "Ε.Π.Ε.", "Ο.Ε."], " ", "Ελένη Γιώργος Χρήστος", "Παπαδοπούλου Νικολαΐδης Ψαρρός"),
    ("ja", "さくら 富士 東京 あおぞら ミドリ 山田 北海 ヤマト みらい カワイイ",
     "電機 食品 製作所 ソフト 商事 建設 工房 メディカル 印刷", ["", "株式会社", "合同会社"], "",
     "陽菜 健太 さゆり", "佐藤 高橋 渡辺"),
    ("zh", "龙云 金山 长江 东方 天河 华信 新月 青松 红叶", "科技 贸易 食品 医药 物流 教育 建筑 文化",
     ["", "有限公司", "股份有限公司", "集团"], "", "伟 秀英 小明", "李 王 欧阳"),
    ("ko", "한빛 푸른 서울 가람 미래 새벽 은하 도담", "소프트 식품 건설 연구소 전자 물류 교육 디자인",
     ["", "주식회사", "(주)"], "", "서연 민준 지우", "김 이 박"),
    ("ar", "النخيل الصحراء النور الخليج الأمل البحر القمر الواحة", "للتجارة للأغذية للسفر للطاقة للعقارات للتقنية للنقل",
     ["شركة", "مؤسسة", ""], " ", "فاطمة عمر ليلى", "الزهراني المصري حداد"),
    ("he", "גליל ירושלים אורנים כרמל שחר הדר נגב", "טכנולוגיות מזון בנייה שיווק אנרגיה תיירות",
     ["", 'בע"מ'], " ", "יעל דוד נועה", "כהן לוי מזרחי"),
    ("ka", "მზე თბილისი კავკასია ოქრო ვარდი მთა", "სახლი ფარმა ღვინო მშენებელი ტური წიგნი", ["", "შპს", "სს"], " ",
     "ნინო გიორგი თამარ", "ბერიძე კაპანაძე ჯაფარიძე"),
    ("th", "ดอกบัว สยาม ช้างทอง แม่น้ำ ฟ้าใส ไทยดี", "อาหาร ขนส่ง การค้า เทคโนโลยี ท่องเที่ยว พลังงาน",
     ["", "จำกัด", "บริษัท"], " ", "สมชาย มาลี อรทัย", "ใจดี แสงทอง ศรีสุข"),
    ("hi", "सूर्य गंगा नया भारत कमल हिमालय", "उद्योग भोजन यात्रा शिक्षा ऊर्जा व्यापार", ["", "प्रा. लि.", "लिमिटेड"], " ",
     "प्रिया अर्जुन मीरा", "शर्मा पटेल सिंह"),
]
ODDITIES = ["{} 🚀", "3{}", "{} 24/7", "{}+", "The {}", "{} & {}", "«{}»", "{}™", "{}, {}", "{}.io", "@{}", "{} #1"]
BUNDLES = [("bun_01HZX0B2VN4S7ARTERPW3K8M5C", "Starter", 25000, 50, 15, 4),
           ("bun_01HZX0B2VN9GRWTH6DQE4F1J2T", "Growth", 100000, 70, 80, 10),
           ("bun_01HZX0B2VNB0TJQE7X5H3C9R8M", "Boutique", 10000, None, 6, 2),
           ("bun_01JB7K6A1B2C3D4E5F6G7H8J9K", "Google only", 10000, 100, 12, 0)]
# About 20 domains a customer.
MIX = [0] * 34 + [1] * 3 + [2] * 12 + [3] * 2


def brand_of(source, language):
    _, first, second, forms, space, _, _ = language
    words = [source.choice(first.split()), *source.sample(second.split(), 2 if source.random() < 0.5 else 1)]
    name = space.join(words)
    if source.random() < 0.08:
        oddity = source.choice(ODDITIES)
        name = oddity.format(name, source.choice(first.split())) if oddity.count("{}") == 2 else oddity.format(name)
    form = source.choice(forms)
    if not form:
        return name
    before = language[0] in ("ru", "ar", "ka") or form in ("株式会社", "주식회사", "บริษัท")
    glue = " " if space else ""
    return form + glue + name if before else name + glue + form


def word_of(number):
    """An invented word, another one for each number below 160,000."""
    syllables = "ba de fi go hu ja ke li mo nu pa re si to vu wa xe zi lo mu".split()
    return "".join(syllables[number // 20 ** place % 20] for place in range(4)).title()


def make(count, folder, seed=1, distinct=0):
    source = random.Random(seed)
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    customers, personas, brands = [], [], []
    for number in range(count):
        key, language = f"c{number:05}", source.choice(LANGUAGES)
        shared = brands and source.random() < 0.06  # with those that meet by chance a fifth shares one
        brand, language = source.choice(brands) if shared else (brand_of(source, language), language)
        if distinct and not shared:
            brand = f"{word_of(number * 7919 % 160_000)} {brand}"
        brands.append((brand, language))
        website = source.random() < 0.15 and f"{language[0]}-{key}.com"
        customers.append([key, f"ops@{key}.example.com", brand, BUNDLES[source.choice(MIX)][source.randrange(2)],
                          f"https://www.example.com/{key}", f"sending@{key}.example.com", f"not-a-password-{number}",
                          website or "", 1800 if source.random() < 0.05 else ""])
        for person in range(source.randint(1, 4)):
            personas.append([key, source.choice(language[5].split()), source.choice(language[6].split()),
                             f"https://www.example.com/{key}/{person}.jpg" if source.random() < 0.5 else ""])
    header = ["customer", "user", "brand", "bundle", "forwarding_url", "sequencer_login_email",
              "sequencer_login_password", "website", "max_price_cents"]
    for name, rows in (("customers.csv", [header, *customers]),
                       ("personas.csv", [["customer", "first_name", "last_name", "profile_picture_url"], *personas])):
        with open(folder / name, "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    bundles = [{"id": id_, "name": name, "monthly_sending_volume": volume, "google_percent": google,
                "microsoft_percent": None if google is None else 100 - google, "send_on_weekends": False,
                "google_inboxes_per_domain": 2,
                "effective": {"google_percent": google or 50, "microsoft_percent": 100 - (google or 50)},
                "required_domains": {"google": g, "microsoft": m, "total": g + m}, "status": "active",
                "created_at": "2026-09-01T08:15:00Z"} for id_, name, volume, google, g, m in BUNDLES]
    body = {"data": bundles, "links": {"first": None, "next": None},
            "meta": {"path": "/partner/v1/bundles", "per_page": 25, "returned": len(bundles)}}
    (folder / "bundles.json").write_text(json.dumps(body, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    make(int(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:]))
