public import Operations

extension Variable {
    public static let blockedWords = Variable(
        "FLOTILLA_BLOCKED_WORDS",
        "words, with commas between, that messages and subjects of appointments may not hold, in any case and with or without accents",
        default: "asshole,bitch,connard,connasse,enculé,fuck,salope")
}
