import Contracts
import Foundation

/// What the lines of an invoice say. Names come from data: they are one line, whatever they hold.
struct LineText {
    private let language: Language
    private let format: LocalFormat

    init(language: Language) {
        self.language = language
        format = LocalFormat(language: language, timeZone: .gmt)
    }

    /// - Parameter days: nil for the whole month.
    func plan(_ plan: Plan, days: Int?, of month: BillingMonth) -> String {
        let name = Self.line(plan.name.text(in: language))
        return switch language {
        case .french: "Formule \(name)" + share(days, of: month)
        case .english: "Plan \(name)" + share(days, of: month)
        }
    }

    func module(_ module: PlanModule, days: Int?, of month: BillingMonth) -> String {
        "Module \(Self.line(module.code))" + share(days, of: month)
    }

    func users(_ plan: Plan, days: Int?, of month: BillingMonth) -> String {
        let what =
            switch language {
            case .french: (plan.includedUsers > 0 ? "Utilisateurs supplémentaires" : "Utilisateurs")
            case .english: (plan.includedUsers > 0 ? "Additional users" : "Users")
            }
        return what + included(plan.includedUsers) + share(days, of: month)
    }

    /// - Parameter late: the month that it was used in, when that was invoiced before.
    func metered(_ meter: PlanMeter, late: BillingMonth?) -> String {
        let metric = Self.line(meter.metric)
        return switch language {
        case .french:
            "Consommation de \(metric)" + included(meter.included)
                + (late.map { ", \(format.month($0.first)), relevée après la facture de ce mois" } ?? "")
        case .english:
            "Use of \(metric)" + included(meter.included)
                + (late.map { ", \(format.month($0.first)), counted after the invoice of that month" } ?? "")
        }
    }

    func adjustment(of month: BillingMonth) -> String {
        switch language {
        case .french:
            "Régularisation de l’abonnement, \(format.month(month.first)), modifié après la facture de ce mois"
        case .english:
            "Adjustment of the subscription, \(format.month(month.first)), changed after the invoice of that month"
        }
    }

    private func included(_ quantity: Int64) -> String {
        guard quantity > 0 else { return "" }
        let number = format.number(Int(quantity))
        return switch language {
        case .french: " (\(number) inclus)"
        case .english: " (\(number) included)"
        }
    }

    private func share(_ days: Int?, of month: BillingMonth) -> String {
        guard let days else { return "" }
        return switch language {
        case .french: ", \(days) \(days == 1 ? "jour" : "jours") sur \(month.days)"
        case .english: ", \(days) of \(month.days) days"
        }
    }

    private static func line(_ text: String) -> String {
        if text.unicodeScalars.allSatisfy(Plan.isPrintable) { return text }
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { line.append(Plan.isPrintable(scalar) ? scalar : " ") }
        return String(line)
    }
}
