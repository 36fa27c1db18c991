import Contracts

/// What stands around the text of every mail.
struct Phrases: Sendable {
    let language: Language

    func greeting(_ name: String?) -> String {
        switch (language, name) {
        case (.english, let name?): "Hello \(name),"
        case (.english, nil): "Hello,"
        case (.french, let name?): "Bonjour \(name),"
        case (.french, nil): "Bonjour,"
        }
    }

    /// At the end of a list of which only the first are shown.
    func more(_ count: String) -> String {
        switch language {
        case .english: "and \(count) more"
        case .french: "et \(count) de plus"
        }
    }

    func sender(_ publicURL: String) -> String {
        switch language {
        case .english: "This message was sent to you automatically by \(publicURL)"
        case .french: "Ce message vous a été envoyé automatiquement par \(publicURL)"
        }
    }

    /// The label of the link.
    var unsubscribe: String {
        switch language {
        case .english: "Stop receiving these messages"
        case .french: "Ne plus recevoir ces messages"
        }
    }

    /// Of a message without a template.
    var open: String {
        switch language {
        case .english: "Open"
        case .french: "Ouvrir"
        }
    }

    /// Messages without a template.
    var message: String {
        switch language {
        case .english: "Other messages"
        case .french: "Autres messages"
        }
    }

    func colon(_ label: String, _ value: String) -> String {
        switch language {
        case .english: "\(label): \(value)"
        case .french: "\(label)\u{A0}: \(value)"
        }
    }
}
