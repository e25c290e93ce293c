package extract

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"annals"
)

// Texts in the languages whose old encodings are still met.
const (
	polish  = "Rząd przyjął w środę projekt ustawy. Minister oświadczył, że część posłów zagłosuje przeciw. Źródła mówią o kłótni."
	czech   = "Vláda ve středu schválila návrh zákona. Ministr řekl, že někteří poslanci budou hlasovat proti. Průzkum ukázal větší podporu."
	russian = "Правительство в среду одобрило законопроект. Министр заявил, что часть депутатов проголосует против."
	french  = "Le gouvernement a adopté mercredi le projet de loi. Le ministre a déclaré que des députés s'y opposeraient, malgré l'accord trouvé à l'été."
	german  = "Die Regierung hat am Mittwoch den Entwurf gebilligt. Der Minister erklärte, einige Abgeordnete würden dagegen stimmen; für Änderungen sei es zu spät."
	greek   = "Η κυβέρνηση ενέκρινε την Τετάρτη το νομοσχέδιο. Ο υπουργός δήλωσε ότι ορισμένοι βουλευτές θα το καταψηφίσουν."
	nippon  = "政府は水曜日、法案を閣議決定した。大臣は記者団に対し、一部の議員が反対する見通しだと述べた。カンボジアとの協定も承認した。"
	hangul  = "정부는 수요일 법안을 의결했다. 장관은 일부 의원이 반대할 것이라고 말했다."
	chinese = "政府星期三通过了该法案。部长对记者说，一些议员将投反对票。两国还签署了关于铁路的协议。"
	english = "The minister said “no” on Wednesday – the café on the Plaza São João was closed. It’s a coup, he said."
)

// TestCharset decodes texts in the bytes of their encodings, with no word of
// which it is, with the right word, and with a wrong one.
func TestCharset(t *testing.T) {
	for _, c := range []struct {
		text, name string
		enc        encoding.Encoding
	}{
		{polish, "windows-1250", charmap.Windows1250},
		{czech, "windows-1250", charmap.Windows1250},
		{russian, "windows-1251", charmap.Windows1251},
		{russian, "koi8-r", charmap.KOI8R},
		{french, "windows-1252", charmap.ISO8859_1},
		{german, "windows-1252", charmap.ISO8859_1},
		{english, "windows-1252", charmap.Windows1252},
		{greek, "windows-1253", charmap.Windows1253},
		{nippon, "shift_jis", japanese.ShiftJIS},
		{nippon, "euc-jp", japanese.EUCJP},
		{hangul, "euc-kr", korean.EUCKR},
		{chinese, "gb18030", simplifiedchinese.GBK},
		{polish, "utf-8", unicode.UTF8},
		{english, "utf-8", unicode.UTF8BOM},
		{russian, "utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)},
	} {
		b, err := c.enc.NewEncoder().String(c.text)
		if err != nil {
			t.Fatal(err)
		}
		for _, page := range []string{b, "<html><body><p>" + b + "</p></body></html>"} {
			if strings.HasPrefix(c.name, "utf-16") || c.enc == unicode.UTF8BOM {
				page = b
			}
			if got, name := decode([]byte(page), ""); !strings.Contains(got, c.text) {
				t.Errorf("%s undeclared: read as %s: %.80q", c.name, name, got)
			}
			if got, name := decode([]byte(page), "text/html; charset="+c.name); !strings.Contains(got, c.text) {
				t.Errorf("%s declared in the header: read as %s: %.80q", c.name, name, got)
			}
			if got, name := decode([]byte(page), "text/html; charset=utf-8"); !strings.Contains(got, c.text) {
				t.Errorf("%s declared as utf-8: read as %s: %.80q", c.name, name, got)
			}
		}
	}
}

// TestCharsetInPage believes the meta element of a page, and of several
// declarations the one that the bytes fit.
func TestCharsetInPage(t *testing.T) {
	b, _ := charmap.Windows1250.NewEncoder().String(polish)
	for _, head := range []string{
		`<meta charset="windows-1250">`,
		`<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=windows-1250">`,
		`<meta charset=utf-8>`,
		`<?xml version="1.0" encoding="windows-1250"?>`,
	} {
		got, name := decode([]byte("<html><head>"+head+"</head><body>"+b), "")
		if !strings.Contains(got, polish) {
			t.Errorf("%s: read as %s: %q", head, name, got)
		}
	}
}

// TestShortLanguage reads testdata/short.txt: the language of a sentence.
func TestShortLanguage(t *testing.T) {
	rows(t, "short.txt", func(in, want string) string {
		a := annals.Article{Text: in}
		if setLanguage(&a); a.Language != "en" {
			return "other"
		}
		return "en"
	})
}

// A page whose meta element can be read is not in UTF-16, as it says.
func TestNoUTF16(t *testing.T) {
	if got, name := decode([]byte("<html><meta charset=utf-16><p>Café"), ""); name != "utf-8" || !strings.Contains(got, "Café") {
		t.Errorf("read as %s: %q", name, got)
	}
}

// TestLanguage reports pages in other languages, and takes English for English
// whatever the page says.
func TestLanguage(t *testing.T) {
	for _, c := range []struct{ text, says, want string }{
		{english, "en", "en"}, {english, "pl", "en"}, {english, "", "en"},
		{polish, "pl", "pl"}, {polish, "en", "pl"}, {polish, "", "pl"},
		{french, "", "fr"}, {german, "en", "de"}, {russian, "", "ru"}, {nippon, "", "ja"}, {hangul, "", "ko"},
		{"Troops left.", "", "en"}, {"Troops left.", "en", "en"}, {"", "", ""},
		{"Vladimir Putin, Kim Jong Un, Xi Jinping, Emmanuel Macron", "", "en"},
	} {
		a := annals.Article{Text: c.text, Language: c.says}
		setLanguage(&a)
		if a.Language != c.want {
			t.Errorf("page says %q, text %.40q: got %q, want %q", c.says, c.text, a.Language, c.want)
		}
	}
}
