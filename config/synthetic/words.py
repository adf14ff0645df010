"""Sentences that invented practitioners put together. {x}, {y} stand for invented names."""

from collections.abc import Mapping

PARTS = ("headline", "about", "hands", "structures", "limits", "difference", "training", "service")

ENGLISH: Mapping[str, tuple[str, ...]] = {
    "headline": (
        "Gentle lymph drainage in a quiet room",
        "Manual lymphatic drainage and compression at {x}",
        "Lymphedema care after surgery",
        "MLD in the hands of a nurse",
        "Lymph and scar therapy, practice {x}",
        "Decongestive therapy for arms and legs",
        "Quiet, slow work for swollen legs",
    ),
    "about": (
        "I have worked at the practice {x} for eleven years.",
        "Most people who come to me have a swelling after an operation.",
        "A first visit takes an hour and begins with questions about your health.",
        "My room is warm, light and close to the station.",
        "I work together with the surgeons of the clinic {y}.",
        "Before {x} I was a ward nurse in oncology.",
        "Many of my clients live with lipedema or with lymphedema of one arm.",
        "I also offer acupuncture and reflexology on other days.",
        "Pregnant women with heavy legs are welcome.",
        "You may bring your compression garment, and we look at how it fits.",
        "Breathing and movement are part of every appointment.",
        "After a mastectomy I treat shoulder, chest and arm together.",
    ),
    "hands": (
        "I stretch the skin lightly in slow circles and let it come back.",
        "The pressure is about the weight of a coin, never more.",
        "My hands do not slide: they move the skin and then wait.",
        "I begin at the neck and the nodes that are free, then come to the swelling.",
        "No oil, no kneading, no pain: the skin stays pale.",
        "I use firm strokes where the muscles are tense.",
        "Every circle has a working phase and a resting phase.",
    ),
    "structures": (
        "The first lymph vessels lie just under the skin, and they close when one presses.",
        "I aim at initial lymphatics, whose filaments open them when the skin is stretched.",
        "Fluid becomes lymph only when it has entered a vessel.",
        "I follow the watersheds and take fluid to a region whose nodes can carry it.",
        "The goal is fluid balance, not the loss of weight.",
    ),
    "limits": (
        "I do not treat during an acute infection, with a fresh thrombosis or with heart failure that is not under control.",
        "With a fever I send you home and to a doctor.",
        "After cancer I ask for your doctor's word first.",
        "A red, hot leg is for the emergency room, not for me.",
        "When the kidneys are weak I write to your doctor before I begin.",
    ),
    "difference": (
        "A massage works on muscle and blood; this works on skin and lymph.",
        "It does not detox anything, and I promise no shape.",
        "Lymphatic massage as a spa sells it presses too hard for these vessels.",
        "Deep tissue work has its uses; I offer it as something else, on its own.",
    ),
    "training": (
        "I trained for 180 hours at the school {x} and repeat the course every two years.",
        "Therapy II and III with teacher {y}, with an examination by a doctor.",
        "My certificate names 135 hours, a third of them theory.",
        "I learned with {x} and later taught there.",
    ),
    "service": (
        "One hour of manual lymphatic drainage.",
        "Drainage and bandaging of one leg.",
        "Treatment of face and neck after an operation.",
        "First visit with measuring and a plan.",
    ),
}

GERMAN: Mapping[str, tuple[str, ...]] = {
    "headline": (
        "Manuelle Lymphdrainage in ruhiger Praxis",
        "Lymphdrainage und Kompression, Praxis {x}",
        "Hilfe bei Lymphödem und Lipödem",
        "Entstauungstherapie nach Operationen",
    ),
    "about": (
        "Seit zwölf Jahren arbeite ich in der Praxis {x}.",
        "Viele kommen nach einer Operation mit einer Schwellung zu mir.",
        "Der erste Termin dauert eine Stunde und beginnt mit Fragen zur Gesundheit.",
        "Ich arbeite mit dem Krankenhaus {y} zusammen.",
        "Atmung und Bewegung gehören zu jeder Behandlung.",
        "Auch Schwangere mit schweren Beinen sind willkommen.",
    ),
    "hands": (
        "Ich dehne die Haut leicht in langsamen Kreisen und lasse sie zurückkommen.",
        "Der Druck bleibt sehr gering, die Haut wird nicht rot.",
        "Meine Hände gleiten nicht, sie verschieben die Haut und warten dann.",
        "Ich beginne am Hals und an den freien Lymphknoten.",
    ),
    "structures": (
        "Die ersten Lymphgefäße liegen gleich unter der Haut und schließen sich bei Druck.",
        "Flüssigkeit wird erst in der Lymphkapillare zu Lymphe.",
        "Ich achte auf die Wasserscheiden und leite in eine Region, die tragen kann.",
    ),
    "limits": (
        "Bei akuter Entzündung, frischer Thrombose und schwerer Herzschwäche behandle ich nicht.",
        "Mit Fieber gehören Sie zum Arzt.",
        "Nach Krebs frage ich zuerst Ihre Ärztin.",
    ),
    "difference": (
        "Eine Massage wirkt auf den Muskel, diese Arbeit auf Haut und Lymphe.",
        "Es entgiftet nichts, und ich verspreche keine Figur.",
    ),
    "training": (
        "Ausbildung mit 180 Stunden an der Schule {x}, alle zwei Jahre aufgefrischt.",
        "Therapie II und III bei {y}, mit ärztlicher Prüfung.",
    ),
    "service": (
        "Eine Stunde manuelle Lymphdrainage.",
        "Lymphdrainage mit Bandage eines Beins.",
    ),
}

FRENCH: Mapping[str, tuple[str, ...]] = {
    "headline": (
        "Drainage lymphatique manuel au calme",
        "Lymphœdème et compression, cabinet {x}",
        "Drainage doux après une opération",
    ),
    "about": (
        "Je travaille au cabinet {x} depuis dix ans.",
        "Beaucoup viennent après une opération, avec un gonflement.",
        "La première séance dure une heure et commence par des questions.",
        "Je travaille avec la clinique {y}.",
    ),
    "hands": (
        "J'étire légèrement la peau en cercles lents et je la laisse revenir.",
        "La pression reste très faible et ne fait jamais mal.",
        "Mes mains ne glissent pas.",
    ),
    "structures": (
        "Les premiers vaisseaux lymphatiques sont juste sous la peau et se ferment sous la pression.",
        "Le liquide devient lymphe dans le capillaire.",
    ),
    "limits": (
        "Pas de séance en cas d'infection aiguë, de thrombose récente ou d'insuffisance cardiaque.",
        "Après un cancer, je demande l'avis de votre médecin.",
    ),
    "difference": (
        "Un massage agit sur le muscle, ce travail agit sur la peau et la lymphe.",
        "Cela ne détoxifie rien.",
    ),
    "training": (
        "Formation de 160 heures à l'école {x}, revue tous les deux ans.",
        "Formation avec {y}, examen compris.",
    ),
    "service": ("Une heure de drainage lymphatique.", "Drainage et bandage d'une jambe."),
}

SPANISH: Mapping[str, tuple[str, ...]] = {
    "headline": (
        "Drenaje linfático manual en calma",
        "Linfedema y compresión, consulta {x}",
        "Drenaje suave tras una operación",
    ),
    "about": (
        "Trabajo en la consulta {x} desde hace nueve años.",
        "Muchas personas vienen tras una operación, con hinchazón.",
        "La primera visita dura una hora y empieza con preguntas.",
        "Trabajo con el hospital {y}.",
    ),
    "hands": (
        "Estiro la piel con suavidad en círculos lentos y la dejo volver.",
        "La presión es mínima y nunca duele.",
        "Mis manos no se deslizan.",
    ),
    "structures": (
        "Los primeros vasos linfáticos están justo bajo la piel y se cierran con la presión.",
        "El líquido se vuelve linfa dentro del capilar.",
    ),
    "limits": (
        "No trato con infección aguda, trombosis reciente ni insuficiencia cardíaca.",
        "Después de un cáncer pido la opinión de su médico.",
    ),
    "difference": (
        "Un masaje actúa sobre el músculo; este trabajo, sobre la piel y la linfa.",
        "No desintoxica nada.",
    ),
    "training": (
        "Formación de 160 horas en la escuela {x}, renovada cada dos años.",
        "Formación con {y}, con examen.",
    ),
    "service": ("Una hora de drenaje linfático.", "Drenaje y vendaje de una pierna."),
}

CLOSED = ("hands", "structures", "limits", "difference")
"""Parts that end with a sentence of their own, so that no two listings have all their words in common."""

CLOSINGS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "So {x} taught it, and so {y} showed me.",
        "Ask {x} or {y}, who work beside me.",
        "I read this first with {x} and later with {y}.",
    ),
    "de": (
        "So lehrte es {x}, und so zeigte es mir {y}.",
        "Fragen Sie {x} oder {y}, die neben mir arbeiten.",
        "Das las ich zuerst bei {x} und später bei {y}.",
    ),
    "fr": (
        "{x} l’enseignait ainsi, et {y} me l’a montré.",
        "Demandez à {x} ou à {y}, qui travaillent avec moi.",
        "Je l’ai lu d’abord chez {x}, puis chez {y}.",
    ),
    "es": (
        "Así lo enseñaba {x}, y así me lo mostró {y}.",
        "Pregunte a {x} o a {y}, que trabajan conmigo.",
        "Lo leí primero con {x} y después con {y}.",
    ),
}

BY_LANGUAGE = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH}
LANGUAGE_OF_COUNTRY = {
    "DE": "de",
    "AT": "de",
    "CH": "de",
    "FR": "fr",
    "ES": "es",
    "GB": "en",
    "US": "en",
    "CA": "en",
    "AU": "en",
    "NL": "de",
    "IT": "fr",
    "BR": "es",
    "PT": "es",
}
"""Countries that listings are in, and the language that theirs are written in."""
CURRENCY_OF_COUNTRY = {"US": "USD", "CA": "CAD", "AU": "AUD", "GB": "GBP", "CH": "CHF", "BR": "BRL"}
"""All others: euro."""

FIRST_NAMES = [
    "Anna",
    "Bruno",
    "Chloé",
    "Dörte",
    "Elif",
    "Farid",
    "Greta",
    "Hugo",
    "Inês",
    "João",
    "Katja",
    "Luc",
    "Mara",
    "Noor",
    "Oskar",
    "Pia",
    "Quentin",
    "Rosa",
    "Søren",
    "Tilda",
    "Uwe",
    "Vera",
    "Wout",
    "Xenia",
    "Yann",
    "Zoë",
    "Amira",
    "Björn",
    "Célia",
    "Darko",
    "Esther",
    "Fatou",
    "Goran",
    "Hanna",
]
SYLLABLES = [
    "ba",
    "ko",
    "li",
    "mar",
    "ten",
    "su",
    "ver",
    "al",
    "no",
    "ri",
    "pan",
    "des",
    "fo",
    "gel",
    "hu",
    "is",
    "jo",
    "ka",
    "lem",
    "mon",
]
