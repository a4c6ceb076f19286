import HindcastModel
import HindcastStore

/// Turns the pages of a list of model calls, in the window's own direction, until enough is found or the list ends.
///
/// Conditions that no store can evaluate (who took a step, when agents are named by the spans around it) are checked
/// here, call by call, so that a page is full unless the list is at its end: clients take an empty page for the end.
struct CallPages {
    /// Asks for one portion of the list.
    typealias Source = (CallWindow) async throws(StoreError) -> [CallPage.Row]

    private let window: CallWindow
    /// Behind which `before` may not be passed when both were given: pages are turned back from `before`.
    private let floor: CallPlace?
    private let includesFloor: Bool
    private let readsBack: Bool

    /// - Parameter includesFloor: whether the row at `after` belongs to the list when both places are given.
    init(_ window: CallWindow, includesFloor: Bool = false) {
        self.includesFloor = includesFloor
        readsBack = window.before != nil
        floor = window.before == nil ? nil : window.after
        var window = window
        if readsBack { window.after = nil }
        self.window = window
    }

    /// At most `window.limit` of what `pick` makes of the rows, in reading order.
    /// - Parameters:
    ///   - portion: how many rows to ask for at a time.
    ///   - pick: several for one row, none for a row that does not belong to the list; in reading order.
    func collect<Item>(
        portion: Int, from source: Source, pick: ([CallPage.Row]) async throws(StoreError) -> [[Item]]
    ) async throws(StoreError) -> [Item] {
        var found: [Item] = []
        var next = window
        next.limit = portion
        while found.count < window.limit {
            let rows = try await source(next)
            guard let edge = readsBack ? rows.first : rows.last else { break }
            let allowed = rows.filter { isAllowed($0.place) }
            let items = try await pick(allowed).joined()
            found = readsBack ? Array(items) + found : found + items
            if rows.count < portion || allowed.count < rows.count { break }
            if readsBack { next.before = edge.place } else { next.after = edge.place }
        }
        return Array(readsBack ? found.suffix(window.limit) : found.prefix(window.limit))
    }

    private func isAllowed(_ place: CallPlace) -> Bool {
        guard let floor else { return true }
        if place == floor { return includesFloor }
        return window.isAscending ? floor < place : place < floor
    }
}

/// A portion of a list of model calls.
enum CallPage {
    /// A row; the call is nil where the list names one that is gone.
    struct Row: Sendable {
        let place: CallPlace
        let call: CallSummary?

        init(_ call: CallSummary) {
            place = call.place
            self.call = call
        }

        init(place: CallPlace, call: CallSummary?) {
            self.place = place
            self.call = call
        }
    }
}

extension CallWindow {
    /// The part of a list in memory that the window shows.
    func cut(_ calls: [CallSummary]) -> [CallPage.Row] {
        func follows(_ place: CallPlace, _ other: CallPlace) -> Bool {
            isAscending ? other < place : place < other
        }
        let shown = calls.filter { call in
            let place = call.place
            return after.map { follows(place, $0) } ?? true && before.map { follows($0, place) } ?? true
                && startedAfter.map { place.start > $0 } ?? true
                && startedBefore.map { place.start < $0 } ?? true
        }
        let sorted = shown.sorted { follows($1.place, $0.place) }
        let readsBack = before != nil && after == nil
        return (readsBack ? sorted.suffix(limit) : sorted.prefix(limit)).map(CallPage.Row.init)
    }
}
