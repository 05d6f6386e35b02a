"""How many slips of the hand lie between two words."""


def count_slips(one: str, other: str, most: int) -> int:
    """Return how many letters are missing, too many, wrong, or changed with their neighbour; `most` + 1 stands for more.

    This is the distance of optimal string alignment (F. J. Damerau, "A technique for computer detection and correction of
    spelling errors", CACM 7, 1964).
    """
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before_that, before, row = before, row, [i]
        for j, wanted in enumerate(other, start=1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                least = min(least, before_that[j - 2] + 1)
            row.append(least)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
