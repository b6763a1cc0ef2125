//! The words in titles of calendars that say whether something takes place, in the language of the site.
//!
//! Calendars show a title and little else, so these few words are what must be understood. Each is written as it stands before
//! or after a title, with the punctuation of its language.

use std::iter;

use crate::model::Status;

/// The words of one language.
struct Marks {
    /// Before the title of what is cancelled.
    cancelled: &'static str,
    /// Before the title of what is postponed.
    postponed: &'static str,
    /// After the title of what is not yet certain.
    tentative: &'static str,
}

/// A title with what is to be said of its event in this language, a BCP 47 tag; in English where the language is not known.
pub fn marked_title(title: &str, status: Status, language: &str) -> String {
    let marks = marks(language);
    match status {
        Status::Confirmed => title.to_owned(),
        Status::Tentative => format!("{title}{}", marks.tentative),
        Status::Cancelled => format!("{}{title}", marks.cancelled),
        Status::Postponed => format!("{}{title}", marks.postponed),
    }
}

fn marks(language: &str) -> &'static Marks {
    let tag = language.to_ascii_lowercase();
    let mut tags = iter::successors(Some(&*tag), |tag| Some(tag.rsplit_once('-')?.0));
    tags.find_map(of_tag).unwrap_or(&ENGLISH)
}

fn of_tag(tag: &str) -> Option<&'static Marks> {
    LANGUAGES.iter().find(|(known, _)| *known == tag).map(|(_, marks)| marks)
}

const ENGLISH: Marks = of("Cancelled: ", "Postponed: ", " (to be confirmed)");

const fn of(cancelled: &'static str, postponed: &'static str, tentative: &'static str) -> Marks {
    Marks { cancelled, postponed, tentative }
}

/// By tag in small letters: a language, and more exact ones where they are written otherwise.
const LANGUAGES: [(&str, Marks); 63] = [
    ("af", of("Gekanselleer: ", "Uitgestel: ", " (nog nie bevestig nie)")),
    ("ar", of("ملغى: ", "مؤجل: ", " (بانتظار التأكيد)")),
    ("be", of("Скасавана: ", "Адкладзена: ", " (яшчэ не пацверджана)")),
    ("bg", of("Отменено: ", "Отложено: ", " (предстои потвърждение)")),
    ("bn", of("বাতিল: ", "স্থগিত: ", " (এখনও নিশ্চিত নয়)")),
    ("bs", of("Otkazano: ", "Odgođeno: ", " (još nije potvrđeno)")),
    ("ca", of("Cancel·lat: ", "Ajornat: ", " (per confirmar)")),
    ("cs", of("Zrušeno: ", "Odloženo: ", " (bude potvrzeno)")),
    ("cy", of("Canslwyd: ", "Gohiriwyd: ", " (i’w gadarnhau)")),
    ("da", of("Aflyst: ", "Udskudt: ", " (endnu ikke bekræftet)")),
    ("de", of("Abgesagt: ", "Verschoben: ", " (noch nicht bestätigt)")),
    ("el", of("Ακυρώθηκε: ", "Αναβλήθηκε: ", " (προς επιβεβαίωση)")),
    ("en", ENGLISH),
    ("en-us", of("Canceled: ", "Postponed: ", " (to be confirmed)")),
    ("eo", of("Nuligita: ", "Prokrastita: ", " (konfirmota)")),
    ("es", of("Cancelado: ", "Aplazado: ", " (por confirmar)")),
    ("et", of("Tühistatud: ", "Edasi lükatud: ", " (kinnitamata)")),
    ("eu", of("Bertan behera: ", "Atzeratua: ", " (berresteke)")),
    ("fa", of("لغو شد: ", "به تعویق افتاد: ", " (در انتظار تأیید)")),
    ("fi", of("Peruttu: ", "Siirretty: ", " (vahvistamatta)")),
    ("fr", of("Annulé\u{a0}: ", "Reporté\u{a0}: ", " (à confirmer)")),
    ("ga", of("Curtha ar ceal: ", "Curtha ar athló: ", " (le deimhniú)")),
    ("gd", of("Air a chur dheth: ", "Air a chur air dàil: ", " (ri dhearbhadh)")),
    ("gl", of("Cancelado: ", "Aprazado: ", " (por confirmar)")),
    ("he", of("בוטל: ", "נדחה: ", " (טרם אושר)")),
    ("hi", of("रद्द: ", "स्थगित: ", " (पुष्टि होनी है)")),
    ("hr", of("Otkazano: ", "Odgođeno: ", " (još nije potvrđeno)")),
    ("hu", of("Elmarad: ", "Elhalasztva: ", " (megerősítésre vár)")),
    ("id", of("Dibatalkan: ", "Ditunda: ", " (belum dipastikan)")),
    ("is", of("Aflýst: ", "Frestað: ", " (óstaðfest)")),
    ("it", of("Annullato: ", "Rinviato: ", " (da confermare)")),
    ("ja", of("中止：", "延期：", "（未確定）")),
    ("ko", of("취소됨: ", "연기됨: ", " (미확정)")),
    ("lt", of("Atšaukta: ", "Atidėta: ", " (dar nepatvirtinta)")),
    ("lv", of("Atcelts: ", "Atlikts: ", " (vēl nav apstiprināts)")),
    ("mk", of("Откажано: ", "Одложено: ", " (сè уште не е потврдено)")),
    ("ms", of("Dibatalkan: ", "Ditangguhkan: ", " (belum disahkan)")),
    ("nb", of("Avlyst: ", "Utsatt: ", " (ikke bekreftet)")),
    ("nl", of("Afgelast: ", "Uitgesteld: ", " (nog niet bevestigd)")),
    ("nn", of("Avlyst: ", "Utsett: ", " (ikkje stadfesta)")),
    ("no", of("Avlyst: ", "Utsatt: ", " (ikke bekreftet)")),
    ("pl", of("Odwołane: ", "Przełożone: ", " (do potwierdzenia)")),
    ("pt", of("Cancelado: ", "Adiado: ", " (a confirmar)")),
    ("ro", of("Anulat: ", "Amânat: ", " (de confirmat)")),
    ("ru", of("Отменено: ", "Отложено: ", " (ещё не подтверждено)")),
    ("sk", of("Zrušené: ", "Odložené: ", " (bude potvrdené)")),
    ("sl", of("Odpovedano: ", "Preloženo: ", " (še ni potrjeno)")),
    ("sq", of("Anuluar: ", "Shtyrë: ", " (për t’u konfirmuar)")),
    ("sr", of("Отказано: ", "Одложено: ", " (још није потврђено)")),
    ("sr-latn", of("Otkazano: ", "Odloženo: ", " (još nije potvrđeno)")),
    ("sv", of("Inställt: ", "Uppskjutet: ", " (ännu inte bekräftat)")),
    ("sw", of("Imeghairiwa: ", "Imeahirishwa: ", " (itathibitishwa)")),
    ("ta", of("ரத்து செய்யப்பட்டது: ", "ஒத்திவைக்கப்பட்டது: ", " (உறுதி செய்யப்படவில்லை)")),
    ("th", of("ยกเลิก: ", "เลื่อน: ", " (รอยืนยัน)")),
    ("tr", of("İptal edildi: ", "Ertelendi: ", " (henüz kesinleşmedi)")),
    ("uk", of("Скасовано: ", "Відкладено: ", " (ще не підтверджено)")),
    ("ur", of("منسوخ: ", "ملتوی: ", " (تصدیق باقی ہے)")),
    ("vi", of("Đã hủy: ", "Đã hoãn: ", " (chưa xác nhận)")),
    ("zh", of("已取消：", "已延期：", "（待确认）")),
    ("zh-hant", of("已取消：", "已延期：", "（待確認）")),
    // Where people write traditional characters without their tag saying so.
    ("zh-hk", of("已取消：", "已延期：", "（待確認）")),
    ("zh-mo", of("已取消：", "已延期：", "（待確認）")),
    ("zh-tw", of("已取消：", "已延期：", "（待確認）")),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn cancelled(language: &str) -> String {
        marked_title("X", Status::Cancelled, language)
    }

    #[test]
    fn the_most_exact_tag_that_is_known_decides() {
        assert_eq!(cancelled("de-AT"), "Abgesagt: X");
        assert_eq!(cancelled("PT-br"), "Cancelado: X");
        assert_eq!(cancelled("sr"), "Отказано: X");
        assert_eq!(cancelled("sr-Latn-RS"), "Otkazano: X");
        assert_eq!(marked_title("X", Status::Tentative, "zh-Hant-HK"), "X（待確認）");
        assert_eq!(marked_title("X", Status::Tentative, "zh-TW"), "X（待確認）");
        assert_eq!(marked_title("X", Status::Tentative, "zh-CN"), "X（待确认）");
        assert_eq!(cancelled("en-GB"), "Cancelled: X");
        assert_eq!(cancelled("en-US"), "Canceled: X");
    }

    #[test]
    fn an_unknown_language_is_marked_in_english() {
        assert_eq!(cancelled("tlh"), "Cancelled: X");
        assert_eq!(cancelled("den"), "Cancelled: X", "a tag is no beginning of a word");
        assert_eq!(marked_title("X", Status::Postponed, ""), "Postponed: X");
    }

    #[test]
    fn what_takes_place_is_not_marked_in_any_language() {
        assert_eq!(marked_title("X", Status::Confirmed, "fr"), "X");
    }

    #[test]
    fn tags_are_sorted_and_no_mark_runs_into_the_title() {
        assert!(LANGUAGES.is_sorted_by_key(|(tag, _)| *tag));
        for (tag, marks) in &LANGUAGES {
            let ends_well = |mark: &str| mark.ends_with(": ") || mark.ends_with('：');
            assert!(ends_well(marks.cancelled) && ends_well(marks.postponed), "{tag}");
            assert!(
                marks.tentative.starts_with(" (") && marks.tentative.ends_with(')')
                    || marks.tentative.starts_with('（')
            );
            assert!(marks.cancelled != marks.postponed, "{tag}");
        }
    }
}
