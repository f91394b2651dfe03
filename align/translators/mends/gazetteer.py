"""Places of the French-speaking countries that English calls by their French names."""

from __future__ import annotations

_TOWNS = """
Abbeville Agde Agen Ajaccio Albertville Albi Alençon Alès Alfortville Allauch Ambès Amboise Amiens
Amnéville Ancenis Anduze Angers Anglet Angoulême Annecy Annemasse Annonay Antibes Antony Arcachon
Arcueil Argelès Argentan Argenteuil Arles Arlon Armentières Arras Aubagne Aubenas Aubervilliers
Aubusson Auch Audincourt Auray Aurillac Aussois Autun Auxerre Avallon Avesnes Avignon Avranches
Bagneux Bagnolet Bailleul Bandol Bapaume Barcelonnette Barjols Bastia Bastogne Bayeux Bayonne
Beaucaire Beaugency Beaune Beauvais Bédarieux Bègles Belfort Belley Berck Bergerac Bernay Besançon
Béthune Béziers Bezons Biarritz Biganos Bitche Blagnac Blois Bobigny Bolbec Bondy Bonifacio Bordeaux
Bouguenais Bourges Bourgoin Bouzonville Bressuire Brest Briançon Briey Brignoles Brioude Bron Brunoy
Cabourg Cachan Caen Cahors Calais Calvi Cambrai Cancale Cannes Capbreton Carcassonne Carentan
Carhaix Carmaux Carnac Carpentras Carquefou Castelnaudary Castelsarrasin Castres Cavaillon Cayenne
Cenon Céret Cergy Cernay Chablis Chagny Chambéry Chambord Chamonix Chamrousse Chantilly Charleroi
Charleville Chartres Châteaubriant Châteaudun Châteaulin Châteauroux Châtellerault Châtillon Chatou
Chaumont Chauny Chaville Chelles Cherbourg Chinon Cholet Clamart Clamecy Clermont Clichy Clisson
Cluny Cluses Cognac Collioure Colmar Colombes Colomiers Commercy Compiègne Concarneau Conques Corbie
Coulommiers Courbevoie Courchevel Coutances Craon Creil Crépy Créteil Dax Deauville Decazeville
Delémont Denain Dieppe Digoin Dijon Dinan Dinant Dinard Dole Domfront Douai Douarnenez Draguignan
Drancy Dreux Drummondville Échirolles Écully Elbeuf Elne Embrun Épernay Épinal Ermont Étampes
Étaples Étretat Évian Évreux Évry Falaise Fécamp Figeac Firminy Flers Florange Foix Fontainebleau
Forbach Forcalquier Fougères Fougerolles Fréjus Fresnes Gagny Gaillac Gannat Gap Garches Gardanne
Gaspé Gatineau Gennevilliers Gentilly Gérardmer Gien Gisors Givet Givors Gonesse Gordes Gourdon
Gradignan Granby Granville Grasse Graulhet Gravelines Grenoble Grigny Gruissan Guebwiller Guérande
Guéret Guingamp Haguenau Halluin Haubourdin Hayange Hazebrouck Hendaye Hennebont Herbignac Hesdin
Hirson Honfleur Hossegor Houilles Huy Hyères Issoire Issoudun Istres Joigny Joliette Jonquière
Jonzac Kaysersberg Lacanau Lamballe Landerneau Landivisiau Langeac Langogne Langon Langres
Lannemezan Lannion Laon Lausanne Laval Lectoure Lens Lesparre Leucate Lévis Lézignan Libourne Liège
Liévin Lille Limoges Limoux Lisieux Loches Lodève Lomme Longueuil Longwy Loos Lorient Lormont
Loudéac Loudun Louhans Lourdes Lourmarin Louviers Lunel Lunéville Luxeuil Lyon Mâcon Magog Malmedy
Mamers Manosque Marennes Marignane Marmande Marseille Martigny Martigues Marvejols Massy Maubeuge
Mauléon Mayenne Mazamet Meaux Megève Melun Mende Menton Mérignac Metz Meudon Meylan Millau Mimizan
Mirande Mirecourt Modane Moissac Molsheim Montargis Montauban Montbard Montbéliard Mons Montbrison
Montdidier Montélimar Montereau Montfermeil Montluçon Montmorillon Montpellier Montreuil Montreux
Montrouge Morges Morlaix Mortagne Mougins Moulins Mouscron Mulhouse Muret Namur Nancy Nanterre
Nantes Nantua Narbonne Neuchâtel Nevers Nice Nîmes Niort Nivelles Noirmoutier Nouméa Noyon Nyon
Nyons Obernai Oloron Oradour Orange Orléans Orly Orsay Orthez Ouistreham Oullins Outremont Oyonnax
Paimpol Palaiseau Pamiers Pantin Papeete Parthenay Pau Payerne Périgueux Péronne Perpignan Pertuis
Pessac Pézenas Pierrefitte Pithiviers Ploemeur Ploërmel Plougastel Poissy Poitiers Poligny
Pontarlier Pontivy Pontoise Pornic Porquerolles Porrentruy Prades Privas Provins Puteaux Quiberon
Quimper Quimperlé Rambouillet Redon Reims Remiremont Rennes Repentigny Rethel Rezé Ribeauvillé
Ribérac Rimouski Riom Riquewihr Roanne Roberval Rocamadour Rochefort Rodez Roissy Rombas Romorantin
Roscoff Roubaix Rouen Royan Rueil Ruffec Rumilly Rungis Sablé Salers Sallanches Sanary Sancerre
Sannois Sarcelles Sarlat Sarrebourg Sarreguemines Sartène Saulieu Saumur Saverne Sceaux Sedan
Sélestat Senlis Sens Sète Sevran Sèvres Shawinigan Sherbrooke Sierre Sillery Sisteron Soissons
Solliès Sommières Souillac Stains Strasbourg Suresnes Talence Tarare Tarascon Tarbes Taverny
Tergnier Thann Thiais Thionville Thonon Thouars Tignes Tonnerre Torcy Toul Toulon Toulouse Tourcoing
Tournai Tournon Tournus Tours Trappes Tréguier Trois-Rivières Trouville Troyes Tulle Ussel Uzerche
Uzès Valenciennes Vallauris Vallouise Valognes Vannes Vanves Vence Vendôme Vénissieux Verdun Vernon
Versailles Vertou Verviers Vervins Vesoul Vevey Vézelay Vichy Vierzon Villejuif Villepinte
Villeurbanne Vimoutiers Vincennes Vire Vitré Vitrolles Vitry Vittel Vizille Voiron Vouziers
Wasquehal Waterloo Wattrelos Wavre Wissembourg Yssingeaux Yverdon Yvetot
"""
_LANDS = """
Ain Aisne Allier Anjou Ardèche Ardennes Ariège Aude Aveyron Beauce Berry Bresse Calvados Camargue
Cantal Cévennes Charente Cher Corrèze Creuse Diois Dombes Dordogne Doubs Drôme Durance Essonne Eure
Finistère Forez Gard Garonne Gers Gévaudan Gironde Hérault Indre Isère Jura Landes Larzac Lauragais
Limousin Loire Loiret Lot Lozère Lubéron Marne Mayenne Médoc Meurthe Meuse Morbihan Morvan Moselle
Nièvre Oise Orne Ourcq Périgord Poitou Quercy Rhône Roussillon Sambre Saône Sarthe Seine Sologne
Somme Tarn Touraine Trégor Var Vaucluse Velay Vendée Vercors Vexin Vilaine Vosges Yonne Yvelines
Bouches-du-Rhône Charente-Maritime Côtes-d’Armor Deux-Sèvres Eure-et-Loir Haute-Corse Haute-Garonne
Haute-Loire Haute-Marne Haute-Saône Haute-Savoie Haute-Vienne Hauts-de-Seine Ille-et-Vilaine
Indre-et-Loire Loir-et-Cher Lot-et-Garonne Maine-et-Loire Meurthe-et-Moselle Pas-de-Calais
Puy-de-Dôme Saône-et-Loire Seine-et-Marne Seine-Maritime Seine-Saint-Denis Tarn-et-Garonne
Val-de-Marne Val-d’Oise
"""
_WORDS = """
Cannes Chablis Cognac Colombes Falaise Fougères Grasse Gap Liège Loches Lourdes Mende Menton Moulins
Muret Orange Pantin Prades Redon Sceaux Sens Tonnerre Tours Trappes Tulle Vannes Vire
"""
_SAINTS = """
Adresse Affrique Amand Amour Astier Aubin Avold Brieuc Calais Céré Chamond Chély Cloud Cyr Denis Dié
Dizier Doulchard Enimie Égrève Étienne Fargeau Flour Fons Foy Galmier Gaudens Geneviève Geniez Genis
Germain Gervais Gilles Girons Gobain Gratien Herblain Hyacinthe Jérôme Junien Lary Leu Léger Lizier
Loubès Lô Maixent Malo Mandé Marcellin Maur Maxime Menehould Médard Mihiel Nazaire Nectaire Omer
Ouen Pol Pons Pourçain Priest Quentin Rambert Raphaël Renan Rémy Savin Savine Sernin Sever Sigolène
Symphorien Tropez Vaast Valery Vallier Véran Viaud Wandrille Yorre Yrieix
"""
TOWNS = frozenset(_TOWNS.split())
"""Towns of one word; English has other names for Dunkerque, Genève and the like."""
LANDS = frozenset(_LANDS.split())
"""Departments, rivers and regions, which have an article."""
WORDS = frozenset(_WORDS.split())
"""Those of the towns that are words: a sentence may begin with them."""
SAINTS = frozenset(_SAINTS.split())
"""What follows Saint or Sainte, and a hyphen, in names of towns, and is no saint of many names."""
WITH_ARTICLE = {
    "La": ("Baule", "Ciotat", "Courneuve", "Flèche", "Rochelle", "Réole", "Souterraine"),
    "Le": ("Cannet", "Creusot", "Croisic", "Havre", "Lavandou", "Locle", "Mans", "Pouliguen", "Puy",
           "Touquet", "Tréport", "Vésinet", "Vigan"),
    "Les": ("Andelys", "Herbiers", "Mureaux", "Sables-d’Olonne", "Ulis"),
}  # fmt: skip
"""Towns whose name has an article, by it."""
