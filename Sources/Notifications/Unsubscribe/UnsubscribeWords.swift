import Contracts

/// What the page of unsubscribing says.
struct UnsubscribeWords: Sendable {
    let language: Language

    private func say(_ english: String, _ french: String) -> String { language == .french ? french : english }

    var title: String { say("Your e-mails", "Vos e-mails") }

    func ask(_ topic: String) -> String {
        say(
            "Would you like to stop receiving e-mails of this kind: “\(topic)”?",
            "Souhaitez-vous ne plus recevoir les e-mails de ce type\u{A0}: «\u{A0}\(topic)\u{A0}»\u{A0}?")
    }

    var askAll: String {
        say("Would you like to stop receiving our e-mails?", "Souhaitez-vous ne plus recevoir nos e-mails\u{A0}?")
    }

    var these: String { say("Stop these e-mails", "Ne plus recevoir ces e-mails") }
    var all: String { say("Stop all e-mails", "Ne plus recevoir aucun e-mail") }

    func done(_ topic: String) -> String {
        say(
            "Done: you will receive no more e-mails of this kind: “\(topic)”.",
            "C’est fait\u{A0}: vous ne recevrez plus d’e-mails de ce type\u{A0}: «\u{A0}\(topic)\u{A0}».")
    }

    var doneAll: String {
        say("Done: you will receive no more e-mails from us.", "C’est fait\u{A0}: vous ne recevrez plus nos e-mails.")
    }

    var exceptions: String {
        say(
            "E-mails about access to your account and urgent alerts still reach you.",
            "Les e-mails concernant l’accès à votre compte et les alertes urgentes continueront de vous parvenir.")
    }

    /// For those who have an account.
    var preferences: String {
        say(
            "You can change your mind at any time in your notification preferences.",
            "Vous pouvez changer d’avis à tout moment dans vos préférences de notification.")
    }

    var invalid: String {
        say(
            "This link is not complete. Please open it from the e-mail again, or copy all of it.",
            "Ce lien n’est pas complet. Ouvrez-le de nouveau depuis l’e-mail, ou copiez-le en entier.")
    }
}
