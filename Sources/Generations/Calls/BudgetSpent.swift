/// The tenant has spent what it may in this month.
struct BudgetSpent: Error {
    static let code = "budget_spent"
    static let message =
        "The budget of this month for generations is spent: nothing more is asked of a model before the next month, unless the budget is raised."
}
