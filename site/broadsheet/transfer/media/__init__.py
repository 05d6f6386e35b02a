"""Where the pictures and other files of an import come from, and where they go.

They lie beside the export (`shelf`), or are fetched from the old site (`fetching`), and are put below the folder of articles
(`placing`) under a path that follows from their old address alone (`paths`), so that texts refer to them before they come.
"""
