"""Articles at the desk: which there are, writing and changing them in the browser, and their earlier versions."""
