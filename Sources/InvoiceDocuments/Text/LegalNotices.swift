import Contracts

/// What French law wants on an invoice between businesses (code de commerce, L441-9, L441-10 and D441-5).
struct LegalNotices {
    /// Of compensation for the costs of recovery (UNTDID 4451: PMT).
    let recoveryCosts: String
    /// Of penalties for late payment (PMD).
    let latePayment: String
    /// Of the discount for early payment (AAB).
    let discount: String

    init(language: Language) {
        switch language {
        case .french:
            recoveryCosts =
                "Tout retard de paiement donne lieu à une indemnité forfaitaire pour frais de recouvrement de 40\u{A0}€."
            latePayment =
                "Pénalités de retard\u{A0}: trois fois le taux d’intérêt légal, exigibles sans rappel dès le lendemain de l’échéance."
            discount = "Pas d’escompte pour paiement anticipé."
        case .english:
            recoveryCosts = "Any late payment gives rise to a fixed compensation of €40 for the costs of recovery."
            latePayment =
                "Penalty for late payment: three times the French legal rate of interest, due without a reminder from the day after the due date."
            discount = "No discount for early payment."
        }
    }

    var all: [String] { [latePayment, recoveryCosts, discount] }
}
