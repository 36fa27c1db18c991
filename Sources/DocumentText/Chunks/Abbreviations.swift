import Contracts

/// Words that end in a full stop and end no sentence.
enum Abbreviations {
    /// - Parameters:
    ///   - word: in lower case, without its full stop.
    ///   - language: nil for all.
    static func contains(_ word: String, language: Language?) -> Bool {
        switch language {
        case .french: french.contains(word)
        case .english: english.contains(word)
        case nil: french.contains(word) || english.contains(word)
        }
    }

    private static let french: Set<String> = [
        "m", "mm", "mme", "mmes", "mlle", "mlles", "mgr", "dr", "drs", "pr", "prof", "me", "st", "ste", "art", "al",
        "av",
        "apr", "bd", "boul", "cf", "ch", "chap", "coll", "dép", "éd", "ed", "ex", "env", "fig", "hab", "ibid", "id",
        "inf", "max", "min", "n", "no", "nos", "op", "p", "pp", "par", "paragr", "réf", "sect", "sq", "suiv", "sup",
        "t",
        "tab", "tél", "trad", "vol", "vs", "c.-à-d", "janv", "févr", "avr", "juil", "sept", "oct", "nov", "déc", "r.-v",
    ]
    private static let english: Set<String> = [
        "mr", "mrs", "ms", "dr", "prof", "sr", "jr", "st", "rev", "gen", "col", "capt", "lt", "sgt", "gov", "sen",
        "rep",
        "hon", "al", "approx", "cf", "ch", "chap", "ed", "eds", "eq", "e.g", "i.e", "fig", "figs", "ibid", "inc", "ltd",
        "co", "corp", "no", "nos", "op", "p", "pp", "par", "ref", "refs", "sec", "vol", "vols", "vs", "viz", "jan",
        "feb",
        "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "dept", "univ", "tab", "ex",
    ]
}
