extension Address {
    /// The same place after messages were inserted before or between.
    /// - Parameter places: for each message of before, where it is now; an address beyond them stays as it is.
    public func rebased(to places: [Int]) -> Address {
        guard let index = messageIndex, places.indices.contains(index) else { return self }
        var moved = self
        moved.path[1] = .index(places[index])
        return moved
    }
}
