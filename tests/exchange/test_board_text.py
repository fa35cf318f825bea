"""What the office puts on its notice boards reaches the other PCs of the township."""

from gridcenter.register.services.boards import BoardWords, board_words, save_words
from tests.exchange.test_merge import swap


def settle(seat, words):
    with seat.write() as session:
        save_words(session, seat.actor, words)


def told(seat):
    with seat.database.read() as session:
        return board_words(session)


def test_the_telephones_on_boards_travel_and_two_pcs_agree(here, there, tmp_path):
    assert told(there) == BoardWords()
    settle(here, BoardWords("0534-6600112", "0534-6600110", ""))
    swap(tmp_path, here, there)
    assert told(there) == told(here) == BoardWords("0534-6600112", "0534-6600110", "")
    settle(there, BoardWords("0534-6600113", "0534-6600110", "有事找网格"))
    swap(tmp_path, here, there)
    assert told(here) == BoardWords("0534-6600113", "0534-6600110", "有事找网格")
    assert here.digest() == there.digest()
